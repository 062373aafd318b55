using Amphi.Bench;

var benches = new Dictionary<string, Func<Task>>
{
    ["lesson"] = PageBenches.Lessons,
    ["lesson-postgres"] = PageBenches.LessonsOnPostgres,
    ["crowd"] = PageBenches.Crowd,
    ["writes"] = WriteBenches.Sqlite,
    ["writes-postgres"] = WriteBenches.Postgres,
    ["gradebook"] = GradebookBenches.Sqlite,
    ["gradebook-postgres"] = GradebookBenches.Postgres,
    ["reviews"] = ReviewBenches.Sqlite,
    ["reviews-postgres"] = ReviewBenches.Postgres,
    ["likeness"] = LikenessBenches.Sqlite,
    ["answers"] = AnswerBenches.Sqlite,
    ["imports"] = ProcessBenches.Imports,
    ["idle"] = ProcessBenches.Idle,
};

if (args.Length > 0 && !benches.ContainsKey(args[0]))
{
    Console.Error.WriteLine($"bench: there is no bench {args[0]}; there are {string.Join(", ", benches.Keys)}");
    return 2;
}

foreach (var (name, bench) in benches)
    if (args.Length == 0 || args[0] == name)
        await bench();
return Figures.AllHold ? 0 : 1;
