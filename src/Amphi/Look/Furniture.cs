using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Html;

namespace Amphi.Look;

/// <summary>Small furniture, as markup. Everything that comes from outside is encoded here.</summary>
public static class Furniture
{
    /// <summary>French letters stay letters: encoding them costs five times as much and nobody gains.</summary>
    public static HtmlEncoder Encoder { get; } = HtmlEncoder.Create(UnicodeRanges.All);

    public static HtmlString Icon(Assets assets, string name, string? classes = null) => assets.Icon(name, classes);

    /// <summary>Marks the page someone is on among links.</summary>
    public static HtmlString Current(bool isCurrent) => isCurrent ? CurrentPage : HtmlString.Empty;

    private static readonly HtmlString CurrentPage = new(" aria-current=\"page\"");

    /// <summary>JSON inside a script element: no letter in it can end the element.</summary>
    public static HtmlString Json(string json) => new(json.Replace("<", "\\u003c", StringComparison.Ordinal));

    /// <summary>A share, drawn; the figure stands beside it in words.</summary>
    public static HtmlString Bar(int done, int of) =>
        new($"<progress class=\"bar\" value=\"{done}\" max=\"{Math.Max(1, of)}\" aria-hidden=\"true\"></progress>");

    /// <summary>A course's cover, made from its title, cloth and number of weeks.</summary>
    public static HtmlString Cover(string title, string? subtitle, string cloth, int? weeks, string? href, Words words)
    {
        var element = href is null ? "div" : "a";
        var link = href is null ? "" : $" href=\"{Encoder.Encode(href)}\"";
        var foot = weeks is null ? "" : $"<span class=\"ft\">{weeks}<span class=\"vh\"> {words.Say("cover.weeks", weeks)}</span></span>";
        var second = subtitle is null ? "" : $"<span class=\"st\">{Encoder.Encode(subtitle)}</span>";
        return new(
            $"<{element} class=\"cover\" data-cloth=\"{cloth}\"{link}>{SeatPlan.Ornament}<span class=\"t\">{Encoder.Encode(title)}</span>{second}{foot}</{element}>"
        );
    }

    /// <summary>A labelled field with its hint and what is wrong with it.</summary>
    public static HtmlString Field(Field field)
    {
        var describedBy = string.Join(
            ' ',
            new[] { field.Hint is null ? null : $"{field.Name}-hint", field.Error is null ? null : $"{field.Name}-error" }.OfType<string>()
        );
        var attributes =
            $"id=\"{field.Name}\" name=\"{field.Name}\" type=\"{field.Type}\" class=\"in\""
            + (field.Value is null ? "" : $" value=\"{Encoder.Encode(field.Value)}\"")
            + (field.Autocomplete is null ? "" : $" autocomplete=\"{field.Autocomplete}\"")
            + (field.MaxLength is null ? "" : $" maxlength=\"{field.MaxLength}\"")
            + (field.IsRequired ? " required" : "")
            + (field.Error is null ? "" : " aria-invalid=\"true\"")
            + (describedBy.Length == 0 ? "" : $" aria-describedby=\"{describedBy}\"");
        var hint = field.Hint is null ? "" : $"<span class=\"hint\" id=\"{field.Name}-hint\">{Encoder.Encode(field.Hint)}</span>";
        var error = field.Error is null ? "" : $"<span class=\"field-error\" id=\"{field.Name}-error\">{Encoder.Encode(field.Error)}</span>";
        return new($"<div class=\"field\"><label for=\"{field.Name}\">{Encoder.Encode(field.Label)}</label><input {attributes}>{hint}{error}</div>");
    }
}

/// <summary>A field of a form. <see cref="Name"/> is a word of ours; everything else may come from anywhere.</summary>
public sealed record Field(string Name, string Label)
{
    public string Type { get; init; } = "text";
    public string? Value { get; init; }
    public string? Hint { get; init; }
    public string? Error { get; init; }
    public string? Autocomplete { get; init; }
    public int? MaxLength { get; init; } = 254;
    public bool IsRequired { get; init; } = true;
}
