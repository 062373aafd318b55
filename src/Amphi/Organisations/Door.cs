namespace Amphi.Organisations;

/// <summary>Who may come through an address. Every endpoint says it; one that does not is closed.</summary>
public sealed record Door(string Who, Func<Visit, bool> Opens)
{
    public static Door Anyone { get; } = new("anyone", _ => true);
    public static Door SignedIn { get; } = new("signed in", visit => visit.Visitor is not null);

    /// <summary>Whoever works here in one of these roles, for the whole organisation or for some course; the slice asks which.</summary>
    public static Door Holding(params Role[] roles) => new(string.Join(" or ", roles.Order()).ToLowerInvariant(), visit => roles.Any(visit.Roles.Holds));
}

/// <summary>An unsafe verb that carries its own proof (a signed report of a browser, say) and needs no form word.</summary>
public sealed record NoFormWord(string Why);

public static class Doors
{
    public static TBuilder ForAnyone<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(Door.Anyone);

    public static TBuilder ForAnyoneSignedIn<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(Door.SignedIn);

    public static TBuilder For<TBuilder>(this TBuilder endpoint, params Role[] roles)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(Door.Holding(roles));
}
