using Amphi.Formats.Courses;
using Amphi.Formats.Folders;
using Amphi.Formats.Olx;
using Amphi.Formats.Packages;
using Amphi.Tests.Formats.Packages;
using static Amphi.Tests.Formats.Packages.Archives;

namespace Amphi.Tests.Formats;

/// <summary>Courses damaged at random (T12): each is read, or refused with the file and the reason; nothing else happens and nothing stays behind.</summary>
public sealed class MutantsTests
{
    private const int Mutants = 300;

    private static readonly (string, string)[] Folder =
    [
        ("course.yaml", "slug: first-aid\ntitle: Premiers secours\nlanguage: fr\nsummary: Agir.\n"),
        ("01/section.yaml", "id: s1\ntitle: Semaine 1\n"),
        (
            "01/01.md",
            "---\nid: l1\ntitle: Appeler\n---\n\nDu *texte* et $x^2$.\n\n::: quiz {#q1}\nquestions:\n  - id: qa\n    type: single\n    text: Que faire ?\n    choices:\n      - text: Courir\n      - text: Appeler\n        correct: true\n:::\n"
        ),
    ];

    private static readonly (string, string)[] Export =
    [
        ("course/course.xml", "<course url_name=\"run\" org=\"o\" course=\"c\"/>"),
        ("course/course/run.xml", "<course display_name=\"Kurs\"><chapter url_name=\"a\"/></course>"),
        (
            "course/chapter/a.xml",
            "<chapter display_name=\"A\"><sequential display_name=\"S\"><vertical><html>Hello</html><problem url_name=\"p\"/><video youtube=\"1.00:abcdefghijk\"/></vertical></sequential></chapter>"
        ),
        (
            "course/problem/p.xml",
            "<problem><multiplechoiceresponse><choicegroup><choice correct=\"true\">a</choice><choice correct=\"false\">b</choice></choicegroup></multiplechoiceresponse></problem>"
        ),
        ("course/policies/run/policy.json", "{\"course/run\": {\"display_name\": \"Kurs\", \"language\": \"de\"}}"),
    ];

    // Both kinds of course in both kinds of archive.
    private static readonly byte[][] Seeds = [Zip(Folder), TarGz(Export), TarGz(Folder), Zip(Export)];

    [Fact]
    public void Three_hundred_damaged_courses_are_read_or_refused_with_a_reason()
    {
        using var spool = new SpoolFolder();
        var random = new Random(12);
        var (read, refused) = (0, 0);
        for (var mutant = 0; mutant < Mutants; mutant++)
        {
            var archive = Mutated(Seeds[mutant % Seeds.Length], random);
            var path = Path.Combine(spool.Path, "mutant");
            File.WriteAllBytes(path, archive);
            try
            {
                Read(path, Path.Combine(spool.Path, "spool"));
                read++;
            }
            catch (PackageRefusedException reason)
            {
                Assert.False(string.IsNullOrWhiteSpace(reason.Message));
                refused++;
            }
            catch (FaultsException faults)
            {
                Assert.NotEmpty(faults.Message);
                refused++;
            }

            var spooled = Path.Combine(spool.Path, "spool");
            Assert.True(!Directory.Exists(spooled) || !Directory.EnumerateFileSystemEntries(spooled).Any(), $"Mutant {mutant} left something behind.");
        }

        Assert.True(read > 10, $"{read} were read: the mutants are all alike.");
        Assert.True(refused > 100, $"{refused} were refused: the mutants are too tame.");
    }

    [Fact]
    public void The_seeds_themselves_are_read()
    {
        using var spool = new SpoolFolder();
        foreach (var seed in Seeds)
        {
            var path = Path.Combine(spool.Path, "seed");
            File.WriteAllBytes(path, seed);
            Read(path, Path.Combine(spool.Path, "spool"));
        }
    }

    private static void Read(string path, string spool)
    {
        using var package = Package.Open(path, new PackageLimits(), spool);
        if (package.Entries.ContainsKey("course.yaml"))
            CourseFolder.Read(package);
        else
            OlxReader.Read(package);
    }

    // Bits flipped, pieces cut out, doubled and exchanged; half of the tars inside their compression, or gzip's checksum would catch all.
    private static byte[] Mutated(byte[] seed, Random random)
    {
        var isInside = seed[0] == 0x1F && random.Next(4) > 0;
        var bytes = (isInside ? Gunzip(seed) : seed).ToList();
        for (var change = random.Next(1, 6); change > 0; change--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
                case 3:
                    bytes[at] = (byte)"<>&\"\0{}:-%"[random.Next(10)];
                    break;
                default:
                    bytes.RemoveRange(bytes.Count - length, length);
                    break;
            }
        }

        return isInside ? Gzip([.. bytes]) : [.. bytes];
    }
}
