using System.Buffers.Binary;
using System.Diagnostics;
using System.Formats.Tar;
using System.Text;
using Amphi.Formats.Packages;
using static Amphi.Tests.Formats.Packages.Archives;

namespace Amphi.Tests.Formats.Packages;

/// <summary>Archives made to harm: each is refused soon, with the file and the reason, and leaves nothing behind.</summary>
public sealed class HostileArchivesTests
{
    private static readonly PackageLimits Small = new()
    {
        Files = 1_000,
        FileBytes = 3 << 20,
        TotalBytes = 4 << 20,
        Depth = 16,
    };

    private static readonly Dictionary<string, (Func<byte[]> Archive, string Why)> Hostile = new()
    {
        ["a tar that leads up"] = (() => TarGz(("../../etc/cron.d/x", "x")), "leads out"),
        ["a tar that leads up from within"] = (() => TarGz(("static/../../x", "x")), "leads out"),
        ["a tar with an absolute path"] = (() => TarGz(("/etc/passwd", "x")), "absolute"),
        ["a tar with a backslash"] = (() => TarGz(("..\\x", "x")), "backslash"),
        ["a tar with a drive letter"] = (() => TarGz(("C:x", "x")), "absolute"),
        ["a tar with a device's name"] = (() => TarGz(("static/NUL.txt", "x")), "device"),
        ["a tar with a symbolic link"] = (() => TarGz(Tar(TarEntryType.SymbolicLink, "static/x", link: "/etc/passwd")), "SymbolicLink"),
        ["a tar with a hard link"] = (() => TarGz(Tar(TarEntryType.HardLink, "static/x", link: "/etc/passwd")), "HardLink"),
        ["a tar with a device"] = (() => TarGz(Tar(TarEntryType.CharacterDevice, "static/x")), "CharacterDevice"),
        ["a tar with a pipe"] = (() => TarGz(Tar(TarEntryType.Fifo, "static/x")), "Fifo"),
        ["a tar with one path twice"] = (() => TarGz(("a.xml", "1"), ("./a.xml", "2")), "twice"),
        ["a tar with a line end in a name"] = (() => Gzip(Swap(Gunzip(TarGz(("a-b", "x"))), "a-b", "a\u0007b")), "control"),
        ["a tar with many entries"] = (() => TarGz(Enumerable.Range(0, 2_000).Select(n => ($"f{n}", "")).ToArray()), "more than 1000 files"),
        ["a tar with many folders"] = (() => TarGz(Enumerable.Range(0, 2_000).Select(n => Tar(TarEntryType.Directory, $"d{n}/"))), "more than 1000 files"),
        ["a tar that is a bomb"] = (() => TarGz(Tar(TarEntryType.RegularFile, "bomb", new byte[2 << 20])), "times its size"),
        ["a tar with a bomb behind its end"] = (() => Gzip([.. Gunzip(TarGz(("a", "x"))), .. new byte[3 << 20]]), "times its size"),
        ["a tar with a large header"] = (() => Gzip(LargeHeader()), "header"),
        ["a tar with a large file"] = (() => TarGz(Tar(TarEntryType.RegularFile, "noise", Noise(3_500_000))), "more than 3145728 bytes"),
        ["a tar of large files"] = (
            () => TarGz(Tar(TarEntryType.RegularFile, "noise", Noise(2_500_000)), Tar(TarEntryType.RegularFile, "more", Noise(2_500_000))),
            "more than 4194304 bytes"
        ),
        ["a tar with deep folders"] = (() => TarGz((string.Join('/', Enumerable.Repeat("d", 30)), "x")), "deeper"),
        ["a tar that is cut off"] = (() => TarGz(Tar(TarEntryType.RegularFile, "noise", Noise(50_000)))[..30_000], "damaged"),
        ["a gzip that holds no tar"] = (() => Gzip(Encoding.UTF8.GetBytes(new string('x', 2_000))), "damaged"),
        ["a zip that leads up"] = (() => Swap(Zip(("aa/x.xml", "x")), "aa/x", "../x"), "leads out"),
        ["a zip with a backslash"] = (() => Swap(Zip(("aa-x.xml", "x")), "aa-x", "..\\x"), "backslash"),
        ["a zip with a NUL in a name"] = (() => Swap(Zip(("a-b.xml", "x")), "a-b", "a\0b"), "control"),
        ["a zip with a symbolic link"] = (() => Zip([("x", "/etc/passwd"u8.ToArray())], attributes: unchecked((int)0xA1FF0000)), "link"),
        ["a zip with a device"] = (() => Zip([("x", [])], attributes: 0x2180 << 16), "device"),
        ["a zip with one path twice"] = (() => Zip(("a", "1"), ("a", "2")), "twice"),
        ["a zip with many entries"] = (() => Zip(Enumerable.Range(0, 2_000).Select(n => ($"f{n}", "")).ToArray()), "more than 1000 files"),
        ["a zip that hides how many entries it has"] = (
            () => Lying(Zip(Enumerable.Range(0, 2_000).Select(n => ($"f{n}", "")).ToArray()), "PK\x05\x06", 8, 1),
            "more than 1000 files"
        ),
        ["a zip that is a bomb"] = (() => Zip([("bomb", new byte[2 << 20])]), "times its size"),
        ["a zip that says a file is shorter"] = (() => Lying(Zip(("a.xml", new string('x', 500))), "PK\x01\x02", 24, 10), "not what the archive says"),
        ["a zip that says a file is longer"] = (() => Lying(Zip(("a.xml", new string('x', 500))), "PK\x01\x02", 24, 5_000), "not what the archive says"),
        ["a zip with a wrong checksum"] = (() => Lying(Zip(("a.xml", "x")), "PK\x01\x02", 16, 1), "not what the archive says"),
        ["a zip whose entries overlap"] = (Overlapping, "a.xml"),
        ["a zip that is encrypted"] = (() => Lying(Zip(("a.xml", "x")), "PK\x01\x02", 8, 1), "encrypted"),
        ["a zip that is cut off"] = (() => Zip([("noise", Noise(50_000))])[..30_000], "cut off"),
        ["a zip without files"] = (() => Zip(("folder/", "")), "holds no file"),
        ["an archive of another kind"] = (() => [.. "7z\xBC\xAF\x27\x1C"u8, .. new byte[100]], "neither"),
        ["an empty file"] = (() => [], "neither"),
    };

    public static TheoryData<string> Names => [.. Hostile.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_hostile_archive_is_refused_with_a_reason_and_leaves_nothing(string name)
    {
        using var spool = new SpoolFolder();
        var (build, why) = Hostile[name];
        var archive = build();

        var clock = Stopwatch.StartNew();
        var refused = Assert.Throws<PackageRefusedException>(() => spool.Open(archive, Small));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.NotEmpty(refused.File);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2));
        Assert.True(spool.IsEmpty);
    }

    [Fact]
    public void What_the_same_builders_make_honestly_is_opened()
    {
        // The positive control: one of each guard's neighbours just inside its limit.
        using var spool = new SpoolFolder();
        var many = Enumerable.Range(0, 900).Select(n => ($"d{n % 7}/f{n}", n.ToString())).ToArray();
        foreach (var archive in new[] { TarGz(many), Zip(many) })
        {
            using var package = spool.Open(archive, Small);
            Assert.Equal(900, package.Entries.Count);
            using var text = new StreamReader(package.Entries["d3/f3"].Open());
            Assert.Equal("3", text.ReadToEnd());
            Assert.False(spool.IsEmpty);
        }

        foreach (var archive in new[] { TarGz(Tar(TarEntryType.RegularFile, "noise", Noise(3_000_000))), Zip([("noise", Noise(3_000_000))]) })
        {
            using var package = spool.Open(archive, Small);
            Assert.Equal(3_000_000, package.Entries["noise"].Length);
        }

        using (var package = spool.Open(Zip(("./static/nulle part/auxiliaire…..txt", "x")), Small))
            Assert.Equal("static/nulle part/auxiliaire…..txt", Assert.Single(package.Entries).Key);
        Assert.True(spool.IsEmpty);
    }

    [Fact]
    public void A_name_is_found_whichever_way_its_accents_were_written()
    {
        using var spool = new SpoolFolder();
        using var package = spool.Open(TarGz(("static/e\u0301te\u0301.png", "x")));

        Assert.Contains("static/été.png", package.Entries.Keys);
    }

    [Fact]
    public void A_million_listed_entries_cost_no_memory()
    {
        using var spool = new SpoolFolder();
        var archive = ManyListed(1_000_000);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        Assert.Throws<PackageRefusedException>(() => spool.Open(archive, Small));

        Assert.True(GC.GetTotalAllocatedBytes(precise: true) - before < 4 << 20);
    }

    [Fact]
    public void A_folder_with_a_link_is_refused_and_without_it_is_opened()
    {
        using var spool = new SpoolFolder();
        using var outside = new SpoolFolder();
        File.WriteAllText(Path.Combine(outside.Path, "secret"), "x");
        File.WriteAllText(Path.Combine(spool.Path, "a.xml"), "<a/>");
        using (var package = Package.Open(spool.Path, Small, outside.Path))
            Assert.Equal(["a.xml"], package.Entries.Keys);

        File.CreateSymbolicLink(Path.Combine(spool.Path, "b.xml"), Path.Combine(outside.Path, "secret"));
        Assert.Contains("link", Assert.Throws<PackageRefusedException>(() => Package.Open(spool.Path, Small, outside.Path)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_changes_under_the_reader_is_refused_by_the_name_of_the_file()
    {
        using var spool = new SpoolFolder();
        var path = Path.Combine(spool.Path, "a.xml");
        File.WriteAllText(path, "<a/>");
        using var package = Package.Open(spool.Path, Small, spool.Path);

        File.Delete(path);
        Assert.Equal("a.xml", Assert.Throws<PackageRefusedException>(() => package.Entries["a.xml"].Open()).File);
        Directory.CreateDirectory(path);
        Assert.Equal("a.xml", Assert.Throws<PackageRefusedException>(() => package.Entries["a.xml"].Open()).File);
    }

    [Fact]
    public void A_folder_keeps_names_that_differ_by_case_and_refuses_those_that_differ_by_accents_alone()
    {
        using var spool = new SpoolFolder();
        foreach (var name in new[] { "A.xml", "a.xml", "\u00E9.xml" })
            File.WriteAllText(Path.Combine(spool.Path, name), "<a/>");
        using (var package = Package.Open(spool.Path, Small, spool.Path))
            Assert.Equal(3, package.Entries.Count);

        File.WriteAllText(Path.Combine(spool.Path, "e\u0301.xml"), "<a/>");
        Assert.Contains("twice", Assert.Throws<PackageRefusedException>(() => Package.Open(spool.Path, Small, spool.Path)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_in_a_folder_is_an_empty_file_and_nobody_waits_for_it()
    {
        using var spool = new SpoolFolder();
        using (var made = Process.Start("mkfifo", Path.Combine(spool.Path, "pipe.xml")))
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var package = Package.Open(spool.Path, Small, spool.Path);

        using var stream = package.Entries["pipe.xml"].Open();

        Assert.Equal(-1, stream.ReadByte());
    }

    [Theory]
    [InlineData(4_096, "1000 characters")]
    [InlineData(300, null)]
    public void A_path_is_taken_up_to_a_thousand_characters(int length, string? why)
    {
        using var spool = new SpoolFolder();
        foreach (var archive in new[] { TarGz((new string('n', length), "x")), Zip((new string('n', length), "x")) })
            if (why is null)
                spool.Open(archive, Small).Dispose();
            else
                Assert.Contains(why, Assert.Throws<PackageRefusedException>(() => spool.Open(archive, Small)).Why, StringComparison.Ordinal);
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    // Overwrites a 32-bit field of every record that begins with a signature.
    private static byte[] Lying(byte[] zip, string signature, int offset, int value)
    {
        var lying = zip.ToArray();
        var mark = Encoding.Latin1.GetBytes(signature);
        var at = lying.AsSpan().LastIndexOf(mark);
        Assert.True(at >= 0);
        BinaryPrimitives.WriteInt32LittleEndian(lying.AsSpan(at + offset), value);
        return lying;
    }

    // The second file's record points at the first file's bytes.
    private static byte[] Overlapping()
    {
        var zip = Zip([("a.xml", Noise(1_000)), ("b.xml", Noise(2_000))]);
        return Lying(zip, "PK\x01\x02", 42, 0) is var lying ? Swap(lying, "b.xml", "a.xml") : zip;
    }

    private static byte[] LargeHeader()
    {
        var tar = Gunzip(TarGz(("a", "x")));
        var header = tar[..512];
        header[156] = (byte)'x';
        "17777777777"u8.CopyTo(header.AsSpan(124));
        "        "u8.CopyTo(header.AsSpan(148));
        Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(one => one), 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        return [.. header, .. new byte[10_000]];
    }

    // A zip that is nothing but a list: a million times the same record.
    private static byte[] ManyListed(int count)
    {
        var one = Zip(("f", ""));
        var list = one.AsSpan().IndexOf("PK\x01\x02"u8);
        var end = one.AsSpan().IndexOf("PK\x05\x06"u8);
        using var bytes = new MemoryStream();
        bytes.Write(one.AsSpan(0, list));
        for (var n = 0; n < count; n++)
            bytes.Write(one.AsSpan(list, end - list));
        bytes.Write(one.AsSpan(end));
        return bytes.ToArray();
    }
}
