using Amphi.Courses;
using Amphi.Look;

namespace Amphi.Learning;

/// <summary>What a lesson holds, in a few words: « Vidéo 9 min, 8 questions ».</summary>
internal static class LessonSummary
{
    public static string Of(OutlineLesson lesson, Words words)
    {
        var parts = new List<string>();
        var videos = lesson.Blocks.Where(block => block.Kind == "video").ToList();
        if (videos.Count > 0)
            parts.Add(
                videos.Sum(video => video.Duration ?? 0) is > 0 and var length
                    ? words.Say("lesson.video", Words.Clock(length))
                    : words.Say("lesson.videos", videos.Count)
            );
        var questions = lesson.Blocks.Sum(block => block.Questions.Count);
        if (questions > 0)
            parts.Add(words.Say("lesson.questions", questions));
        if (lesson.Blocks.Any(block => block.Kind == "case"))
            parts.Add(words["lesson.case"]);
        if (parts.Count == 0)
            parts.Add(words["lesson.text"]);
        return string.Join(", ", parts);
    }
}
