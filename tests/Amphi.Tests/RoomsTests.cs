using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Amphi.Tests;

/// <summary>A room may know the rooms above it, never those below.</summary>
public sealed class RoomsTests
{
    private static readonly string[] Rooms =
    [
        "Ground",
        "Look",
        "Organisations",
        "Discretion",
        "Media",
        "Courses",
        "Staff",
        "Enrolments",
        "Journal",
        "Learning",
        "Assessment",
        "Community",
        "Exams",
        "Credentials",
        "Handbooks",
        "Studio",
        "Insights",
        "Simulation",
        "Demonstration",
        "Upkeep",
        "Commands",
    ];

    private static readonly Architecture House = new ArchLoader().LoadAssemblies(typeof(Site).Assembly).Build();

    [Fact]
    public void No_room_looks_down()
    {
        Assert.Empty(LooksDown(Rooms));
    }

    [Fact]
    public void A_room_that_looks_down_is_named()
    {
        // The positive control: with the order turned round, the registrar of Enrolments looks down at Courses.
        var found = LooksDown([.. Rooms.Reverse()]);

        Assert.Contains(found, one => one.Contains("Amphi.Enrolments.Registrar", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_Discretion_asks_the_vault_who_a_persona_is()
    {
        // The positive control: turned round, the mailbox that may ask is found.
        Assert.True(Asks(Types().That().DoNotResideInNamespaceMatching(Pattern("Discretion"))));
        Assert.False(Asks(Types().That().ResideInNamespaceMatching(Pattern("Discretion"))));

        static bool Asks(ArchUnitNET.Fluent.Syntax.Elements.Types.GivenTypesConjunction types) =>
            types.Should().NotCallAny(MethodMembers().That().HaveNameContaining("WhoIs(")).HasNoViolations(House);
    }

    [Fact]
    public void Every_namespace_is_a_room_and_no_type_has_a_rooms_name()
    {
        var types = typeof(Site).Assembly.GetTypes().Where(type => type.Namespace?.StartsWith("Amphi.", StringComparison.Ordinal) == true).ToList();

        Assert.All(types.Select(type => type.Namespace!.Split('.')[1]).Distinct(), room => Assert.Contains(room, Rooms));
        Assert.DoesNotContain(types, type => Rooms.Contains(type.Name));
    }

    [Fact]
    public void Formats_know_neither_the_web_nor_the_database()
    {
        var references = typeof(Amphi.Formats.Courses.CourseDocument).Assembly.GetReferencedAssemblies().Select(name => name.Name!);

        Assert.DoesNotContain(references, name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name.Contains("EntityFramework"));
    }

    private static List<string> LooksDown(string[] order) =>
        [
            .. order
                .SkipLast(1)
                .SelectMany(
                    (room, place) =>
                        Types()
                            .That()
                            .ResideInNamespaceMatching(Pattern(room))
                            .Should()
                            .NotDependOnAny(Below(order[(place + 1)..]))
                            .WithoutRequiringPositiveResults()
                            .Evaluate(House)
                )
                .Where(result => !result.Passed)
                .Select(result => result.Description),
        ];

    private static IObjectProvider<IType> Below(string[] rooms) => Types().That().ResideInNamespaceMatching($"^Amphi\\.({string.Join('|', rooms)})(\\.|$)");

    private static string Pattern(string room) => $"^Amphi\\.{room}(\\.|$)";
}
