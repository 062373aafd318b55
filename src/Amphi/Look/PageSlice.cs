using Microsoft.AspNetCore.Html;
using RazorSlices;

namespace Amphi.Look;

/// <summary>The base of every page: the frame around it, and the furniture it is made of.</summary>
public abstract class PageSlice<TModel> : RazorSlice<TModel>, IFramed
{
    private HtmlString? _formWord;

    public Frame Frame { get; set; } = null!;
    public Words Words => Frame.Words;

    /// <summary>An icon of the sprite; it says nothing that the words beside it do not.</summary>
    public HtmlString Icon(string name, string? classes = null) => Furniture.Icon(Frame.Assets, name, classes);

    /// <summary>A part of the page in a file of its own, with the same frame.</summary>
    public ValueTask<HtmlString> Part(RazorSlice part)
    {
        ((IFramed)part).Frame = Frame;
        return RenderPartialAsync(part);
    }

    /// <summary>The hidden word of a form.</summary>
    public HtmlString FormWord() => _formWord ??= new($"<input type=\"hidden\" name=\"_word\" value=\"{Frame.FormWord()}\">");
}

internal interface IFramed
{
    Frame Frame { get; set; }
}
