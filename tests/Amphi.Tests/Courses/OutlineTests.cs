using Amphi.Courses;

namespace Amphi.Tests.Courses;

public sealed class OutlineTests
{
    [Fact]
    public void An_outline_kept_before_units_were_listed_is_read()
    {
        var lesson = new OutlineLesson
        {
            Id = "l1",
            Ordinal = 1,
            Title = "Appeler",
            Path = "01/01.md",
            Units = ["u1"],
        };
        var outline = new Outline
        {
            Sections =
            [
                new OutlineSection
                {
                    Id = "s1",
                    Title = "Semaine 1",
                    Lessons = [lesson],
                },
            ],
        };
        var json = outline.ToJson();
        var older = System.Text.Json.Nodes.JsonNode.Parse(json)!;
        foreach (var property in older.AsObject().Select(one => one.Key).Where(key => key.Equals("sections", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            var kept = older[property]![0]!.AsObject().First(one => one.Key.Equals("lessons", StringComparison.OrdinalIgnoreCase)).Value![0]!.AsObject();
            Assert.True(kept.Remove(kept.Select(one => one.Key).First(key => key.Equals("units", StringComparison.OrdinalIgnoreCase))));
        }

        Assert.Equal(["u1"], Outline.FromJson(json).Sections[0].Lessons[0].Units);
        Assert.Empty(Outline.FromJson(older.ToJsonString()).Sections[0].Lessons[0].Units);
    }
}
