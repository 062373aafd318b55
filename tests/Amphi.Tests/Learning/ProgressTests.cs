using Amphi.Discretion;
using Amphi.Learning;

namespace Amphi.Tests.Learning;

public sealed class ProgressTests
{
    [Fact]
    public void Where_videos_were_stopped_is_the_same_before_and_after_it_was_kept()
    {
        var watched = new Progress(new PersonaId(1), 1);
        watched.Watch("v1", [new Segment(0, 5_000)], 5_000);
        watched.Watch("v12", [new Segment(0, 9_000)], 0);
        watched.Watch("other", [], 3);
        string[] videos = ["v12", "v1", "unseen"];

        var kept = Progress.Stored(watched.Persona, 1, [], watched.PlacesJson, "", null, default);

        Assert.Equal("{\"v12\":0,\"v1\":5000}", watched.StopsJson(videos));
        Assert.Equal(watched.StopsJson(videos), kept.StopsJson(videos));
        Assert.Equal("{}", new Progress(new PersonaId(1), 1).StopsJson(videos));
    }

    [Fact]
    public void Bookmarks_stand_once_each_the_latest_first_and_go_when_taken_out()
    {
        var progress = new Progress(new PersonaId(1), 1);
        foreach (var lesson in (string[])["l1", "l2", "l11", "l1"])
            progress.Bookmark(lesson, true);
        Assert.Equal("l1 l11 l2", progress.Bookmarks);

        progress.Bookmark("l1", false);
        Assert.Equal((false, true), (progress.HasBookmark("l1"), progress.HasBookmark("l11")));
    }
}
