using Amphi.Formats.Courses;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>Reads verticals, the units of a lesson, and the experiments in them.</summary>
internal sealed class OlxUnits(OlxElements elements, OlxNotes notes, OlxBlocks blocks)
{
    /// <summary>The units of a lesson; what stands between verticals gets a unit of its own.</summary>
    public List<UnitDocument> Of(Element parent)
    {
        var units = new List<UnitDocument>();
        var isLoose = false;
        foreach (var unit in parent.Elements.SelectMany(child => One(child, parent)))
        {
            if (unit.Id is not null)
                units.Add(unit);
            else if (isLoose)
                units[^1] = units[^1] with { Blocks = [.. units[^1].Blocks, .. unit.Blocks] };
            else
                units.Add(units.Count == 0 ? unit : unit with { Id = notes.Id($"{units[^1].Id}-next"), Title = TitleOf(unit) });
            isLoose = unit.Id is null;
        }

        return units;
    }

    private static string TitleOf(UnitDocument unit) => unit.Blocks.Select(block => block.Title).FirstOrDefault(title => title is not null) ?? "Unit";

    public List<UnitDocument> One(Element pointer, Element parent)
    {
        if (pointer.Name == "vertical")
            return Vertical(pointer, parent, isDraft: false);
        if (pointer.Name is "sequential" or "videosequence")
        {
            notes.Met(pointer.Name);
            return elements.Within(pointer, parent, Of, missing => [Instead(missing)]);
        }

        var shown = new List<Block>();
        var groups = new List<UnitDocument>();
        Child(pointer, parent, isDraft: false, shown, groups);
        return [new UnitDocument { Blocks = shown }, .. groups];
    }

    private List<UnitDocument> Vertical(Element pointer, Element parent, bool isDraft)
    {
        if (!isDraft)
            notes.Met("vertical");
        return elements.Within(pointer, parent, vertical => OfVertical(vertical, pointer["url_name"] ?? "vertical", isDraft), missing => [Instead(missing)]);
    }

    private UnitDocument Instead(PlaceholderBlock missing) =>
        new()
        {
            Id = notes.Id($"{missing.Id}-unit"),
            Title = missing.Title ?? "Unit",
            Draft = true,
            Blocks = [missing],
        };

    public List<UnitDocument> OfVertical(Element vertical, string name, bool isDraft)
    {
        var id = notes.Id(name);
        if (vertical["group_access"] is { Length: > 2 })
            notes.Warnings.Add($"vertical/{name}: only some groups saw it; it is shown to everyone");
        var shown = new List<Block>();
        var groups = new List<UnitDocument>();
        foreach (var child in vertical.Elements)
            Child(child, vertical, isDraft, shown, groups);

        return
        [
            new UnitDocument
            {
                Id = id,
                Title = OlxElements.NameOf(vertical) ?? "Unit",
                Draft = isDraft,
                StaffOnly = vertical.Says("visible_to_staff_only"),
                Blocks = shown,
            },
            .. groups,
        ];
    }

    private void Child(Element child, Element parent, bool isDraft, List<Block> shown, List<UnitDocument> groups)
    {
        if (child.Name == "split_test")
            Split(child, parent, isDraft, shown, groups);
        else if (child.Name == "vertical")
            shown.AddRange(Vertical(child, parent, isDraft).SelectMany(unit => unit.Blocks));
        else
            shown.AddRange(blocks.Read(child, parent, isDraft));
    }

    // An experiment shows each group other content: the first group's is shown to all, the others' to the team.
    private void Split(Element pointer, Element parent, bool isDraft, List<Block> shown, List<UnitDocument> groups)
    {
        if (!isDraft)
            notes.Met("split_test");
        var units = elements.Within<List<List<UnitDocument>>>(
            pointer,
            parent,
            split => [.. split.Elements.Select(group => Group(group, split, isDraft))],
            missing =>
                [
                    [new UnitDocument { Blocks = [missing] }],
                ]
        );
        if (units.Count == 0)
            return;
        shown.AddRange(units[0].SelectMany(unit => unit.Blocks));
        groups.AddRange(
            units
                .Skip(1)
                .SelectMany(all => all)
                .Select(unit => unit with { Id = unit.Id ?? notes.Id("group"), Title = unit.Title ?? "Group", StaffOnly = true })
        );
        notes.Warnings.Add($"split_test/{pointer["url_name"]}: the first of {units.Count} groups is shown to everyone, the others to the team");
    }

    private List<UnitDocument> Group(Element group, Element split, bool isDraft) =>
        group.Name == "vertical" ? Vertical(group, split, isDraft) : [new UnitDocument { Blocks = blocks.Read(group, split, isDraft) }];
}
