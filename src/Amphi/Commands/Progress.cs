using System.Text.Json;

namespace Amphi.Commands;

/// <summary>Tells on the standard error how far long work is: a line for people, or a JSON object a line.</summary>
internal sealed class Progress(string step, bool isJson) : IProgress<(int Done, int Of)>, IProgress<string>
{
    private int _told = -1;

    /// <summary>At most a line for each twentieth.</summary>
    public void Report((int Done, int Of) value)
    {
        var twentieth = value.Of == 0 ? 20 : (int)(20L * value.Done / value.Of);
        if (twentieth == _told)
            return;
        _told = twentieth;
        Tell(
            new
            {
                step,
                done = value.Done,
                of = value.Of,
            },
            $"{step}: {value.Done} of {value.Of}"
        );
    }

    public void Report(string value) => Tell(new { step = value }, $"{value} …");

    private void Tell(object document, string line) => Console.Error.WriteLine(isJson ? JsonSerializer.Serialize(document) : $"  {line}");
}
