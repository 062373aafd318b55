namespace Amphi.Tests.Formats;

/// <summary>Real course files made elsewhere. They are not part of the project; tests on them are skipped, visibly, where they are not at hand.</summary>
internal static class Corpora
{
    public static string Path(params string[] parts)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var place = System.IO.Path.Combine([folder.FullName, "shared", "corpora", .. parts]);
            if (File.Exists(place) || Directory.Exists(place))
                return place;
        }

        Assert.Skip("The corpora are not at hand.");
        return "";
    }
}
