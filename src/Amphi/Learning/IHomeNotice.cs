namespace Amphi.Learning;

/// <summary>A slot of the course home that later rooms fill: a line on how things stand, with where to read more.</summary>
public interface IHomeNotice
{
    ValueTask<HomeNotice?> For(Classroom room);
}

/// <param name="Detail">What stands below it.</param>
/// <param name="IsMoment">Something to be glad of rather than a line in passing.</param>
public sealed record HomeNotice(string Text, string Address, string LinkText, bool IsMoment = false, string? Detail = null);
