using Amphi.Look;

namespace Amphi.Organisations;

/// <param name="Name">Under which the language files keep the page: <c>about.discretion</c>, say.</param>
/// <param name="Parts">The rest of the keys, a heading each.</param>
public sealed record AboutPageModel(string Name, IReadOnlyList<string> Parts);

/// <summary>What Amphi promises, in plain words; true of the code beside it, so changed with it.</summary>
internal static class About
{
    public static IResult Discretion(Visit visit) => Show(visit, "about.discretion", ["cohort", "team", "work", "kept", "change", "take", "limits"]);

    public static IResult Accessibility(Visit visit) => Show(visit, "about.accessibility", ["keyboard", "read", "listen", "script", "missing"]);

    private static IResult Show(Visit visit, string name, IReadOnlyList<string> parts) =>
        Page.Show(visit.Frame(visit.Words[name]), AboutPage.Create(new AboutPageModel(name, parts)));
}
