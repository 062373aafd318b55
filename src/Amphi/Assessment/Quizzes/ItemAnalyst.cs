using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json;
using Amphi.Assessment.Marking;
using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Learning;

namespace Amphi.Assessment.Quizzes;

/// <summary>
/// Works out how the questions of a run did, from the first answers in the journal and the first attempts at tests, each
/// read once. Figures are those of the last midnight, or of the last Monday while fewer than fifty have answered: what
/// was first answered never changes, so they stand until the next without being kept.
/// </summary>
public sealed class ItemAnalyst(Engine engine, Shelf shelf, LessonShelf lessons)
{
    private const int Crowd = 50;
    private const long Day = 86_400_000;
    private readonly ConcurrentDictionary<long, (Instant Until, IReadOnlyList<ItemFigures> Figures)> _known = new();

    public async Task<(Instant Until, IReadOnlyList<ItemFigures> Figures)> Of(Classroom room)
    {
        var midnight = new Instant(room.Visit.Now.Milliseconds / Day * Day);
        // The epoch was a Thursday.
        var monday = new Instant((((room.Visit.Now.Milliseconds / Day) + 3) / 7 * 7 - 3) * Day);
        if (_known.TryGetValue(room.Run.Id, out var known) && (known.Until == midnight || (known.Until == monday && IsSmall(known.Figures))))
            return known;

        var figures = await Until(monday, room);
        known = IsSmall(figures) ? (monday, figures) : (midnight, await Until(midnight, room));
        return _known[room.Run.Id] = known;
    }

    private static bool IsSmall(IReadOnlyList<ItemFigures> figures) => figures.All(one => one.Learners < Crowd);

    private async Task<IReadOnlyList<ItemFigures>> Until(Instant until, Classroom room)
    {
        var count = new Counting(shelf, lessons);
        await using var connection = await engine.Open(room.Visit.Cancel);
        await foreach (var row in Rows(connection, Tables.FirstAnswers, room, until))
            await count.Answered(PersonaId.From(row.GetFieldValue<byte[]>(0)), row.GetString(1), row.GetString(2), row.GetInt64(3));
        count.NextLearner();
        await foreach (var row in Rows(connection, AttemptTables.First, room, until))
            await count.HandedIn(AttemptTables.Attempt(row));
        return count.Figures();
    }

    private static async IAsyncEnumerable<DbDataReader> Rows(DbConnection connection, string sql, Classroom room, Instant until)
    {
        await using var command = connection.Statement(sql);
        command.Bind(room.Run.Id, until.Milliseconds);
        await using var rows = await command.ExecuteReaderAsync(room.Visit.Cancel);
        while (await rows.ReadAsync(room.Visit.Cancel))
            yield return rows;
    }

    private sealed class Counting(Shelf shelf, LessonShelf lessons)
    {
        private readonly Dictionary<(long Version, string Question), Item?> _items = [];
        private readonly Dictionary<string, Item> _same = [];
        private readonly Dictionary<string, (Item Item, long At, double Share, IReadOnlyList<int> Chosen)> _learner = [];
        private PersonaId? _persona;

        // Rows come learner by learner, and in the order of time within.
        public async Task Answered(PersonaId persona, string question, string result, long at)
        {
            if (persona != _persona)
                NextLearner();
            _persona = persona;
            if (_learner.ContainsKey(question))
                return;
            using var said = JsonDocument.Parse(result);
            if (!said.RootElement.TryGetProperty("version", out var version) || await ItemOf(version.GetInt64(), question) is not { } item)
                return;
            var possible = said.RootElement.GetProperty("possible").GetInt32();
            var answer = new Answer([.. said.RootElement.GetProperty("response").EnumerateArray().Select(value => value.GetString() ?? "")]);
            if (possible > 0)
                Add(item, at, (double)said.RootElement.GetProperty("earned").GetInt32() / possible, answer);
        }

        public async Task HandedIn(Attempt attempt)
        {
            foreach (var id in attempt.Questions)
                if (await ItemOf(attempt.VersionId, id) is { } item && attempt.MarkOf(item.Question) is { Possible: > 0 } mark)
                    Add(item, attempt.HandedInAt!.Value.Milliseconds, (double)mark.Earned / mark.Possible, attempt.AnswerTo(id));
            NextLearner();
        }

        public void NextLearner()
        {
            foreach (var quiz in _learner.Values.GroupBy(one => one.Item.Quiz.Id))
            {
                var (all, count) = (quiz.Sum(one => one.Share), quiz.Count());
                foreach (var (item, at, share, chosen) in quiz)
                    item.Tally.Add(new FirstAnswer(at, share, count > 1 ? (all - share) / (count - 1) : null, chosen));
            }

            _learner.Clear();
        }

        public IReadOnlyList<ItemFigures> Figures()
        {
            foreach (var item in _same.Values)
                item.Tally.Close();
            return
            [
                .. _same
                    .Values.Where(item => item.Tally.Learners > 0)
                    .OrderBy(item => item.Course.Lessons.TakeWhile(place => place.Lesson != item.Lesson).Count())
                    .ThenBy(item => item.Quiz.Questions.TakeWhile(question => question.Id != item.Question.Id).Count())
                    .ThenBy(item => item.Versions.Min())
                    .Select(item => item.Figures()),
            ];
        }

        private void Add(Item item, long at, double share, Answer answer) =>
            _learner[item.Question.Id] = (item, at, share, ItemFigures.ChosenIn(item.Question, answer));

        // A question that reads the same in several versions is one.
        private async Task<Item?> ItemOf(long version, string id)
        {
            if (_items.TryGetValue((version, id), out var known))
                return known;
            var course = await shelf.Open(version);
            foreach (var (_, lesson) in course.Lessons)
            foreach (var quiz in (await lessons.Lesson(course, lesson)).Blocks.OfType<QuizBlock>().Where(quiz => !quiz.Survey))
            foreach (var question in quiz.Questions)
            {
                var reads = JsonSerializer.Serialize(question, question.GetType());
                if (!_same.TryGetValue(reads, out var item))
                    _same[reads] = item = new Item(course, lesson, quiz, question);
                item.Versions.Add(course.Number);
                _items[(version, question.Id)] = item;
            }

            return _items.TryGetValue((version, id), out var found) ? found : _items[(version, id)] = null;
        }
    }

    private sealed record Item(OpenCourse Course, OutlineLesson Lesson, QuizBlock Quiz, Question Question)
    {
        public HashSet<int> Versions { get; } = [];
        public ItemTally Tally { get; } = new();

        public ItemFigures Figures() =>
            new(
                Course,
                Lesson,
                Quiz,
                Question,
                [.. Versions.Order()],
                Tally.Learners,
                Tally.Facility,
                Tally.Discrimination is { } value ? Math.Round(value, 2) : null,
                ItemFigures.Told(Question, Tally)
            );
    }
}
