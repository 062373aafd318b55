using System.Text;
using Amphi.Formats.Courses;
using Amphi.Formats.Subtitles;
using Amphi.Look;

namespace Amphi.Learning;

/// <summary>Draws the blocks that are the same for everyone.</summary>
internal static class BlockHtml
{
    public static string Draw(Block block, LessonDesk desk)
    {
        var (words, plain) = (desk.Words, (Func<string, string>)LessonDesk.Plain);
        var id = block.Id is null ? "" : $" id=\"b-{block.Id}\"";
        var title = block.Title is null ? "" : $"<h2 class=\"unit\">{plain(block.Title)}</h2>";
        return block switch
        {
            TextBlock text => $"<div class=\"prose\"{id}>{title}{desk.Text(text.Markdown)}</div>",
            DiscussionBlock talk =>
                $"<section class=\"talk\"{id}><h2>{desk.Icon("messages-square")} {plain(talk.Title ?? words["block.discussion"])}</h2>{(talk.Prompt is null ? "" : $"<div class=\"prose\">{desk.Text(talk.Prompt, $"{talk.Id}-")}</div>")}<p class=\"small soft\">{words["block.discussion.soon"]}</p></section>",
            FileBlock file =>
                $"<p class=\"takeaway\"{id}>{(desk.FileAddress(file.Path) is { } address ? $"<a class=\"btn line\" href=\"{plain(address)}\" download=\"{plain(Path.GetFileName(file.Path))}\">{desk.Icon("download")} {plain(file.Title ?? Path.GetFileName(file.Path))}</a>" : plain(file.Path))}</p>",
            EmbedBlock embed => Embed(embed, id, desk),
            ToolBlock tool =>
                $"<div class=\"msg info\"{id}>{desk.Icon("puzzle")}<div class=\"flow\"><p><strong>{plain(tool.Title ?? words["block.tool"])}</strong></p><p>{words.Say("block.tool.what", tool.Standard.ToUpperInvariant())}</p></div></div>",
            PlaceholderBlock placeholder =>
                $"<div class=\"msg\"{id}>{desk.Icon("puzzle")}<div class=\"flow\"><p><strong>{plain(placeholder.Title ?? words["block.placeholder"])}</strong></p><p>{words.Say("block.placeholder.what", plain(placeholder.Element))}</p></div></div>",
            _ => "",
        };
    }

    private static string Embed(EmbedBlock embed, string id, LessonDesk desk)
    {
        var origin = new Uri(embed.Address).GetLeftPart(UriPartial.Authority);
        desk.FrameOrigins.Add(origin);
        var name = LessonDesk.Plain(embed.Title ?? new Uri(embed.Address).Host);
        return $"<figure class=\"embed\"{id} data-embed=\"{LessonDesk.Plain(embed.Address)}\" data-height=\"{embed.Height ?? 480}\" data-title=\"{name}\"><p><strong>{name}</strong></p><p class=\"small soft\">{desk.Words.Say("block.embed.what", LessonDesk.Plain(new Uri(embed.Address).Host))}</p><p class=\"row\"><button class=\"btn needs-js\" type=\"button\">{desk.Words["block.embed.load"]}</button><a class=\"btn line\" href=\"{LessonDesk.Plain(embed.Address)}\" rel=\"noopener noreferrer\" target=\"_blank\">{desk.Words["block.embed.open"]}</a></p></figure>";
    }
}

/// <summary>Draws videos: a player that works without script, the transcript beside it, and nothing from elsewhere before a click.</summary>
internal static class VideoHtml
{
    public static string Draw(VideoBlock video, IReadOnlyList<Cue> transcript, string? captionLanguage, LessonDesk desk)
    {
        var words = desk.Words;
        var html = new StringBuilder($"<section class=\"watch\" id=\"b-{video.Id}\" aria-label=\"{LessonDesk.Plain(video.Title ?? words["video"])}\">");
        if (video.Title is not null)
            html.Append($"<h2>{LessonDesk.Plain(video.Title)}</h2>");
        html.Append(transcript.Count > 0 ? "<div class=\"stage\">" : "<div class=\"stage alone\">");
        html.Append(Player(video, captionLanguage, desk));
        if (transcript.Count > 0)
            html.Append(Transcript(video, transcript, desk));
        html.Append("</div>");
        html.Append(Below(video, desk));
        return html.Append("</section>").ToString();
    }

    private static string Player(VideoBlock video, string? captionLanguage, LessonDesk desk)
    {
        var sources = video
            .Sources.Select(source => (Address: source.Contains("://", StringComparison.Ordinal) ? source : desk.FileAddress(source), source))
            .Where(one => one.Address is not null)
            .ToList();
        var words = desk.Words;
        if (sources.Count > 0)
        {
            var poster = video.Poster is { } picture && desk.FileAddress(picture) is { } shown ? $" poster=\"{LessonDesk.Plain(shown)}\"" : "";
            var html = new StringBuilder(
                $"<amphi-player class=\"player board\" data-block=\"{video.Id}\" data-duration=\"{video.Duration ?? 0}\"{Said(words)}><video controls playsinline preload=\"{(sources.Exists(one => one.Address!.Contains("://", StringComparison.Ordinal)) ? "none" : "metadata")}\"{poster}>"
            );
            foreach (var (address, source) in sources)
                html.Append($"<source src=\"{LessonDesk.Plain(address!)}{Clip(video)}\" type=\"{Media.MediaType.Of(source).Name}\">");
            foreach (var caption in video.Captions)
                if (desk.FileAddress(caption.Path) is { } track)
                    html.Append(
                        $"<track kind=\"captions\" srclang=\"{LessonDesk.Plain(caption.Language)}\" label=\"{LessonDesk.Plain(caption.Language)}\" src=\"{LessonDesk.Plain(track)}?vtt\"{(caption.Language == captionLanguage ? " default" : "")}>"
                    );
            return html.Append("</video></amphi-player>").ToString();
        }

        if (video.YouTube is { } youtube)
        {
            desk.FrameOrigins.Add("https://www.youtube-nocookie.com");
            var start = (video.Start ?? 0) / 1000;
            return $"<amphi-youtube class=\"player board\" data-block=\"{video.Id}\" data-video=\"{LessonDesk.Plain(youtube)}\" data-start=\"{start}\"{(video.End is { } end ? $" data-end=\"{end / 1000}\"" : "")}><div class=\"slide\"><p class=\"flow\"><button class=\"btn needs-js\" type=\"button\">{desk.Icon("play")} {words["video.youtube.play"]}</button><a class=\"needs-no-js\" href=\"https://www.youtube-nocookie.com/embed/{LessonDesk.Plain(youtube)}\" rel=\"noopener noreferrer\">{words["video.youtube.open"]}</a></p><p class=\"small\">{words["video.youtube.what"]}</p></div></amphi-youtube>";
        }

        return $"<div class=\"player board\"><div class=\"slide\"><p>{words["video.elsewhere"]}</p><p class=\"small\">{LessonDesk.Plain(video.ForeignId ?? "")}</p></div></div>";
    }

    // What the player's own buttons say: it draws them itself, in the page's language.
    private static string Said(Words words)
    {
        (string Name, string Word)[] said =
        [
            ("play", words["video.play"]),
            ("pause", words["video.pause"]),
            ("back", words["video.back"]),
            ("speed", words["video.speed"]),
            ("captions", words["video.captions"]),
            ("full", words["video.full"]),
            ("seek", words["video.seek"]),
        ];
        return string.Concat(said.Select(one => $" data-say-{one.Name}=\"{LessonDesk.Plain(one.Word)}\""));
    }

    // A media fragment (W3C Media Fragments URI 1.0) plays the part that is meant.
    private static string Clip(VideoBlock video) =>
        video.Start is null && video.End is null ? "" : $"#t={(video.Start ?? 0) / 1000}{(video.End is { } end ? $",{end / 1000}" : "")}";

    private static string Transcript(VideoBlock video, IReadOnlyList<Cue> cues, LessonDesk desk)
    {
        var words = desk.Words;
        var html = new StringBuilder(
            $"<div class=\"side\"><label class=\"vh\" for=\"find-{video.Id}\">{words["video.transcript.find"]}</label><div class=\"with-icon needs-js\">{desk.Icon("search")}<input class=\"in\" type=\"search\" id=\"find-{video.Id}\" data-transcript-find placeholder=\"{words["video.transcript.find"]}\"></div><div class=\"panel\" tabindex=\"0\" role=\"region\" aria-label=\"{words["video.transcript"]}\"><ol class=\"script\" data-transcript=\"{video.Id}\">"
        );
        foreach (var cue in cues)
            html.Append(
                $"<li data-from=\"{cue.Start}\" data-to=\"{cue.End}\"><a class=\"tc\" href=\"#b-{video.Id}\">{Words.Clock(cue.Start)}</a><span>{LessonDesk.Plain(cue.Text)}</span></li>"
            );
        return html.Append("</ol></div></div>").ToString();
    }

    private static string Below(VideoBlock video, LessonDesk desk)
    {
        var html = new StringBuilder();
        if (video.Chapters.Count > 0)
            html.Append($"<details class=\"more chapters\"><summary>{desk.Words["video.chapters"]}</summary><ol>")
                .AppendJoin(
                    "",
                    video.Chapters.Select(chapter =>
                        $"<li><a href=\"#b-{video.Id}\" data-seek=\"{chapter.At}\" data-player=\"{video.Id}\"><span class=\"tc\">{Words.Clock(chapter.At)}</span> {LessonDesk.Plain(chapter.Title)}</a></li>"
                    )
                )
                .Append("</ol></details>");
        if (video.Handout is { } handout && desk.FileAddress(handout) is { } address)
            html.Append(
                $"<p class=\"small\"><a class=\"lk\" href=\"{LessonDesk.Plain(address)}\">{desk.Icon("download")} {desk.Words["video.handout"]}</a></p>"
            );
        return html.ToString();
    }
}
