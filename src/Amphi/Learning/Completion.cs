using Amphi.Courses;
using Amphi.Ground;
using Amphi.Journal;

namespace Amphi.Learning;

/// <summary>What follows when a block of a lesson is done, or is done no more: the lesson, and the lines of the journal.</summary>
public static class Completion
{
    extension(Progress progress)
    {
        /// <summary>A block is done, and its lesson with it when nothing else is asked for. Done already, nothing follows.</summary>
        /// <param name="act">What the learner did; the lines follow from it, so that the same act makes them once.</param>
        public IReadOnlyList<Statement> Complete(OutlineLesson lesson, string block, int ordinal, Guid act, Instant at)
        {
            if (!progress.Finish(ordinal))
                return [];
            var lines = new List<Statement> { progress.Line(Verb.Completed, block, act, at) };
            if (lesson.Required.All(one => progress.IsDone(one.Ordinal)) && progress.Finish(lesson))
                lines.Add(progress.Line(Verb.Completed, lesson.Id, act, at));
            return lines;
        }

        /// <summary>A block was taken back, and its lesson is open again with it.</summary>
        public IReadOnlyList<Statement> TakeBack(OutlineLesson lesson, string block, int ordinal, Guid act, Instant at)
        {
            var lines = new List<Statement>();
            if (progress.Reopen(ordinal))
                lines.Add(progress.Line(Verb.Reopened, block, act, at));
            if (progress.Reopen(lesson.Ordinal))
                lines.Add(progress.Line(Verb.Reopened, lesson.Id, act, at));
            return lines;
        }

        private Statement Line(Verb verb, string thing, Guid act, Instant at) =>
            new(Statement.Following(act, thing), progress.RunId, progress.Persona, verb, thing, null, at);
    }
}
