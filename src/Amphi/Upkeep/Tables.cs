namespace Amphi.Upkeep;

internal static class UpkeepTables
{
    public const string Copy = "vacuum into $1";
    public const string Integrity = "pragma integrity_check";
    public const string ForeignKeys = "pragma foreign_key_check";
    public const string Scripts = "select name from schema_scripts";
    public const string VersionFiles = "select files from course_versions";
}
