using System.Text;
using Amphi.Formats.Courses;
using Amphi.Formats.Folders;

namespace Amphi.Formats.Olx;

/// <summary>What a reader notes on its way through an export.</summary>
internal sealed class OlxNotes
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _times = new(StringComparer.Ordinal);

    public SortedDictionary<string, int> Source { get; } = new(StringComparer.Ordinal);
    public SortedDictionary<string, int> Drafts { get; } = new(StringComparer.Ordinal);
    public SortedDictionary<string, int> Orphans { get; } = new(StringComparer.Ordinal);
    public List<PlaceholderNote> Placeholders { get; } = [];
    public List<string> Warnings { get; } = [];
    public int BrokenReferences { get; set; }

    /// <summary>Files of elements that something reached.</summary>
    public HashSet<string> Reached { get; } = new(StringComparer.Ordinal);

    public void Met(string element) => Source[element] = Source.GetValueOrDefault(element) + 1;

    /// <summary>An id of ours for a foreign name, unique in the course.</summary>
    public string Id(string name)
    {
        var id = CourseIds.From(name);
        while (!_ids.Add(id))
            id = CourseIds.From($"{name}-{_times[name] = _times.GetValueOrDefault(name, 1) + 1}");
        return id;
    }

    public bool IsTaken(string id) => _ids.Contains(id);

    /// <summary>A section; its folder gets its number when all are known.</summary>
    public SectionDocument Section(string title, string name, bool draft, IReadOnlyList<LessonDocument> lessons) =>
        new()
        {
            Id = Id(name),
            Title = title,
            Folder = FileWord(title),
            Draft = draft,
            Lessons = lessons,
        };

    /// <summary>A placeholder for what is not taken over, counted and told.</summary>
    public PlaceholderBlock Placeholder(string element, string where, string why, string? title, string? source)
    {
        Placeholders.Add(new PlaceholderNote(element, where, why));
        return new PlaceholderBlock
        {
            Id = Id(where.Split('/')[^1]),
            Title = title,
            Element = element,
            Why = why,
            Source = string.IsNullOrWhiteSpace(source) ? null : Bounded(source),
        };
    }

    public static string Bounded(string source) => source.Length <= 20_000 ? source.Trim() : source[..20_000].Trim();

    /// <summary>A number before a file's name: files stand in the order of their names, so all the numbers of a folder are equally long.</summary>
    public static string Number(int place, int of) => (place + 1).ToString($"D{Math.Max(2, of.ToString().Length)}");

    public static string FileOf(string title, int place, int of) => $"{Number(place, of)}-{FileWord(title)}.md";

    /// <summary>A word for a file's name: « Le chemin critique » → <c>le-chemin-critique</c>.</summary>
    public static string FileWord(string title)
    {
        var word = new StringBuilder();
        foreach (var rune in title.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (rune.IsAscii && Rune.IsLetterOrDigit(rune))
                word.Append(char.ToLowerInvariant((char)rune.Value));
            else if (word.Length > 0 && word[^1] != '-' && Rune.GetUnicodeCategory(rune) is not System.Globalization.UnicodeCategory.NonSpacingMark)
                word.Append('-');
            if (word.Length >= 40)
                break;
        }

        return word.ToString().Trim('-') is { Length: > 0 } made ? made : "x";
    }
}
