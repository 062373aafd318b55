using System.IO.Compression;
using System.Text;
using Amphi.Media;
using PdfSharp.Pdf;

namespace Amphi.Tests.Assessment.Cases;

/// <summary>T36: what tells who made a file is not in what is stored; a file that cannot be cleaned is not taken.</summary>
public sealed class CleanFileTests
{
    private const string Secret = "Zinaida";

    public static TheoryData<string, byte[]> Samples =>
        new()
        {
            { "jpg", Jpeg() },
            { "png", Png() },
            { "pdf", Pdf() },
            {
                "docx",
                Zip(
                    ("[Content_Types].xml", "<Types/>"),
                    ("docProps/core.xml", $"<cp:coreProperties><dc:creator>{Secret}</dc:creator></cp:coreProperties>"),
                    ("docProps/custom.xml", $"<Properties>{Secret}</Properties>"),
                    ("word/comments.xml", $"<w:comments><w:comment w:id=\"1\" w:author=\"{Secret} K\" w:initials=\"{Secret}\"/></w:comments>"),
                    ("word/_rels/settings.xml.rels", $"<Relationships><Relationship Target=\"file:///C:/Users/{Secret}/x.dotx\"/></Relationships>"),
                    ("word/document.xml", $"<w:document><w:ins w:author=\"{Secret}\"><w:t>Le texte</w:t></w:ins></w:document>")
                )
            },
            {
                "odt",
                Zip(
                    ("mimetype", "application/vnd.oasis.opendocument.text"),
                    ("meta.xml", $"<office:document-meta><meta:initial-creator>{Secret}</meta:initial-creator></office:document-meta>"),
                    ("content.xml", $"<office:document-content><dc:creator>{Secret}</dc:creator><text:p>Le texte</text:p></office:document-content>")
                )
            },
            {
                "xlsx",
                Zip(
                    ("[Content_Types].xml", "<Types/>"),
                    ("docProps/app.xml", $"<Properties><Manager>{Secret}</Manager></Properties>"),
                    ("xl/comments1.xml", $"<comments><authors><author>{Secret}</author></authors></comments>"),
                    ("xl/persons/person.xml", $"<personList><person displayName=\"{Secret}\" userId=\"{Secret}\"/></personList>")
                )
            },
            {
                "pptx",
                Zip(
                    ("[Content_Types].xml", "<Types/>"),
                    ("ppt/commentAuthors.xml", $"<p:cmAuthorLst><p:cmAuthor id=\"1\" name=\"{Secret}\" initials=\"{Secret}\"/></p:cmAuthorLst>")
                )
            },
        };

    [Theory, MemberData(nameof(Samples))]
    public void What_tells_the_author_is_taken_out(string extension, byte[] bytes)
    {
        var clean = CleanFile.Of(extension, bytes);

        Assert.NotNull(clean);
        Assert.Contains(Secret, Unpacked(bytes), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, Unpacked(clean), StringComparison.Ordinal);
        if (extension is "docx" or "odt")
            Assert.Contains("Le texte", Unpacked(clean), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_what_it_says_or_hides_something_is_not_taken()
    {
        Assert.Null(CleanFile.Of("pdf", Png()));
        Assert.Null(CleanFile.Of("png", Jpeg()));
        Assert.Null(CleanFile.Of("jpg", "<html>"u8.ToArray()));
        Assert.Null(CleanFile.Of("docx", "PK"u8.ToArray()));
        Assert.Null(CleanFile.Of("docx", Zip(("[Content_Types].xml", "<Types/>"), ("word/vbaProject.bin", "macro"))));
        Assert.Null(CleanFile.Of("txt", [0, 1]));
        Assert.Null(CleanFile.Of("exe", [1]));
    }

    [Fact]
    public void A_picture_keeps_which_way_is_up()
    {
        var clean = CleanFile.Of("jpg", Jpeg())!;

        Assert.Contains("Exif", Encoding.Latin1.GetString(clean), StringComparison.Ordinal);
        Assert.Equal(6, clean[clean.AsSpan().IndexOf("Exif"u8) + 25]);
        Assert.True(clean.AsSpan().EndsWith(new byte[] { 0x12, 0x34, 0xFF, 0xD9 }));
    }

    private static byte[] Jpeg()
    {
        byte[] exif = [.. "Exif\0\0MM\0*\0\0\0"u8, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(Secret)];
        return
        [
            0xFF,
            0xD8,
            0xFF,
            0xE1,
            0,
            (byte)(exif.Length + 2),
            .. exif,
            0xFF,
            0xFE,
            0,
            9,
            .. Encoding.ASCII.GetBytes(Secret),
            0xFF,
            0xDA,
            0,
            2,
            0x12,
            0x34,
            0xFF,
            0xD9,
            .. Encoding.ASCII.GetBytes(Secret),
        ];
    }

    private static byte[] Png()
    {
        var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        foreach (var (name, body) in new[] { ("IHDR", "0123456789abc"), ("tEXt", $"Author\0{Secret}"), ("eXIf", Secret), ("IDAT", "bits"), ("IEND", "") })
        {
            png.Write([0, 0, 0, (byte)body.Length]);
            png.Write(Encoding.ASCII.GetBytes(name + body + "crc!"));
        }

        return png.ToArray();
    }

    private static byte[] Pdf()
    {
        using var document = new PdfDocument();
        document.AddPage();
        document.Info.Author = Secret;
        document.Info.Title = $"CV de {Secret}";
        using var bytes = new MemoryStream();
        document.Save(bytes, closeStream: false);
        return bytes.ToArray();
    }

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, text) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }

        return bytes.ToArray();
    }

    private static string Unpacked(byte[] bytes)
    {
        if (!bytes.AsSpan().StartsWith("PK"u8))
            return Encoding.Latin1.GetString(bytes).Replace("\0", "", StringComparison.Ordinal);
        using var zip = new ZipArchive(new MemoryStream(bytes));
        return string.Concat(
            zip.Entries.Select(entry =>
            {
                using var reader = new StreamReader(entry.Open());
                return entry.FullName + reader.ReadToEnd();
            })
        );
    }
}
