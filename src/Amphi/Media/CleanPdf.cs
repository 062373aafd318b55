using PdfSharp.Pdf;
using PdfSharp.Pdf.IO;

namespace Amphi.Media;

/// <summary>Writes a PDF anew (ISO 32000-1) without its properties, its XMP, what programs noted for themselves, and who signed remarks.</summary>
internal static class CleanPdf
{
    public static byte[]? Of(byte[] bytes)
    {
        if (!bytes.AsSpan().StartsWith("%PDF-"u8))
            return null;
        try
        {
            using var document = PdfReader.Open(new MemoryStream(bytes), PdfDocumentOpenMode.Modify);
            document.Info.Elements.Clear();
            foreach (var one in document.Internals.GetAllObjects().OfType<PdfDictionary>())
                if (!Clean(one))
                    return null;
            using var clean = new MemoryStream();
            document.Save(clean, closeStream: false);
            return clean.ToArray();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // Encrypted, damaged or beyond this library: what cannot be cleaned is not taken.
            return null;
        }
    }

    private static bool Clean(PdfDictionary one)
    {
        one.Elements.Remove("/Metadata");
        one.Elements.Remove("/PieceInfo");
        one.Elements.Remove("/Thumb");
        if (one.Elements.ContainsKey("/Subtype") && one.Elements.ContainsKey("/Rect"))
            one.Elements.Remove("/T");

        // A file in the file, or a signature: nobody has looked into it.
        if (one.Elements.ContainsKey("/EF") || one.Elements.ContainsKey("/ByteRange"))
            return false;
        if (one.Stream is { } stream && one.Elements["/Filter"]?.ToString() == "/DCTDecode")
        {
            if (CleanPicture.Jpeg(stream.Value) is not { } picture)
                return false;
            stream.Value = picture;
        }

        return true;
    }
}
