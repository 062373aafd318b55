using Amphi.Formats.Courses;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>Reads verticals, the units of a lesson, and the experiments in them.</summary>
internal sealed class OlxUnits(OlxElements elements, OlxPolicies policies, OlxNotes notes, OlxBlocks blocks)
{
    public IEnumerable<UnitDocument> Of(Element pointer) =>
        pointer.Name == "vertical" ? Vertical(pointer, isDraft: false) : [new UnitDocument { Blocks = blocks.Read(pointer, pointer.Name, isDraft: false) }];

    private IEnumerable<UnitDocument> Vertical(Element pointer, bool isDraft)
    {
        if (!isDraft)
            notes.Met("vertical");
        var name = pointer["url_name"] ?? "vertical";
        if (elements.Defined(pointer) is not { } vertical)
            return
            [
                new UnitDocument
                {
                    Id = notes.Id(name),
                    Title = name,
                    Draft = true,
                    Blocks = [notes.Placeholder("vertical", $"vertical/{name}", "its file is missing from the package", null, null)],
                },
            ];
        return OfVertical(vertical, name, isDraft);
    }

    public List<UnitDocument> OfVertical(Element vertical, string name, bool isDraft)
    {
        var isStaff = vertical["visible_to_staff_only"] == "true";
        var shown = new List<Block>();
        var groups = new List<UnitDocument>();
        foreach (var child in vertical.Elements)
        {
            if (child.Name == "split_test")
                Split(child, isDraft, shown, groups);
            else if (child.Name == "vertical")
                shown.AddRange(Vertical(child, isDraft).SelectMany(unit => unit.Blocks));
            else
                shown.AddRange(blocks.Read(child, $"vertical/{name}", isDraft));
        }

        return
        [
            new UnitDocument
            {
                Id = notes.Id(name),
                Title = policies.Name(vertical) ?? "Unit",
                Draft = isDraft,
                StaffOnly = isStaff,
                Blocks = shown,
            },
            .. groups,
        ];
    }

    // An experiment shows each group other content: the first group's is shown to all, the others' to the team.
    private void Split(Element pointer, bool isDraft, List<Block> shown, List<UnitDocument> groups)
    {
        if (!isDraft)
            notes.Met("split_test");
        if (elements.Defined(pointer) is not { } split)
            return;
        var units = split
            .Elements.Select(group =>
                group.Name == "vertical"
                    ? [.. Vertical(group, isDraft)]
                    : new List<UnitDocument> { new() { Blocks = blocks.Read(group, "split_test", isDraft) } }
            )
            .ToList();
        if (units.Count == 0)
            return;
        shown.AddRange(units[0].SelectMany(unit => unit.Blocks));
        groups.AddRange(
            units
                .Skip(1)
                .SelectMany(all => all)
                .Select(unit => unit with { Id = unit.Id ?? notes.Id("group"), Title = unit.Title ?? "Group", StaffOnly = true })
        );
        notes.Warnings.Add($"split_test/{split["url_name"]}: the first of {units.Count} groups is shown to everyone, the others to the team");
    }
}
