namespace Amphi;

internal static class CommandLine
{
    public static async Task<int> Run(string[] args)
    {
        await using var app = Site.Build(new SiteOptions { Data = "data", Urls = "http://127.0.0.1:5080" });
        await app.RunAsync();
        return 0;
    }
}
