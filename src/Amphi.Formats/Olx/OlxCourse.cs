using Amphi.Formats.Courses;
using Amphi.Formats.Packages;

namespace Amphi.Formats.Olx;

/// <summary>An Open edX export once it was read: the course, its other files by their path in the course folder, and what was met.</summary>
public sealed record OlxCourse(CourseDocument Document, IReadOnlyDictionary<string, PackageEntry> Assets, ImportReport Report);
