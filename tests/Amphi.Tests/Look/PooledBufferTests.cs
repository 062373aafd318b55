using System.Text;
using Amphi.Look;

namespace Amphi.Tests.Look;

public sealed class PooledBufferTests
{
    [Theory, InlineData(0), InlineData(1), InlineData(511), InlineData(512), InlineData(513), InlineData(5_000)]
    public void Text_of_any_length_is_encoded_as_a_whole_also_where_its_parts_meet(int letters)
    {
        var text = new string('é', letters) + "<script>\"&'" + string.Concat(Enumerable.Repeat("😀\"", letters)) + "</script>";
        using var page = new PooledBuffer();

        page.AddText(text);

        Assert.Equal(Furniture.Encoder.Encode(text), Encoding.UTF8.GetString(page.Written.Span));
    }

    [Fact]
    public void Half_a_letter_is_shown_as_what_it_is()
    {
        using var page = new PooledBuffer();

        page.AddText("\ud83d<b>\udc00");

        Assert.Equal("&#xFFFD;&lt;b&gt;&#xFFFD;", Encoding.UTF8.GetString(page.Written.Span));
    }
}
