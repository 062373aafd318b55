namespace Amphi.Tests.Organisations;

/// <summary>
/// T7, the written table: what every address answers to whom. An address belongs to a class; a class has three rows (what
/// is one's own, the same course or organisation, another organisation) with a letter for each relation.
/// </summary>
internal static class AccessMatrix
{
    /// <summary>Who comes, in the order of the columns. Facilitator, teacher: of the course. Elsewhere: of the other organisation, its course and its run.</summary>
    public static readonly string[] Relations =
    [
        "anonymous",
        "stranger",
        "named learner",
        "discreet learner",
        "former learner",
        "facilitator",
        "teacher",
        "teacher of another course",
        "proctor",
        "manager",
        "administrator",
        "administrator elsewhere",
        "disabled learner",
        "learner elsewhere",
        "facilitator elsewhere",
        "teacher elsewhere",
        "manager elsewhere",
        "learner who signed out",
    ];

    /// <summary>
    /// <c>o</c> opens (to a page, or to a refusal that explains), <c>s</c> leads to signing in, <c>m</c> is not there, <c>r</c> is refused: only learners do this.
    /// </summary>
    public static readonly Dictionary<string, (string Own, string Same, string Foreign)> Classes = new()
    {
        //                          a s n d f  F T t P  M A E x  l f t m o, three times
        ["public"] = /*       */
        ("o o o o o  o o o o  o o o o  o o o o o", "o o o o o  o o o o  o o o o  o o o o o", "o o o o o  o o o o  o o o o  o o o o o"),
        ["a mailed link"] = /**/
        ("m m m m m  m m m m  m m m m  m m m m m", "m m m m m  m m m m  m m m m  m m m m m", "m m m m m  m m m m  m m m m  m m m m m"),
        ["mine"] = /*         */
        ("s o o o o  o o o o  o o o s  o o o o s", "s o o o o  o o o o  o o o s  o o o o s", "s o o o o  o o o o  o o o s  o o o o s"),
        ["one of mine"] = /*  */
        ("s o o o o  o o o o  o o o s  o o o o s", "s m m m m  m m m m  m m m s  m m m m s", "s m m m m  m m m m  m m m s  m m m m s"),
        ["read a run"] = /*   */
        ("s m o o m  o o m m  m o m s  m m m m s", "s m m m m  o o m m  m o m s  m m m m s", "s m m m m  m m m m  m m o s  o o o m s"),
        ["learn in a run"] = /**/
        ("s m o o m  r r m m  m r m s  m m m m s", "s m m m m  r r m m  m r m s  m m m m s", "s m m m m  m m m m  m m r s  o r r m s"),
        ["somebody's reading"] = ("s m m m m  r r m m  m r m s  m m m m s", "s m m m m  r r m m  m r m s  m m m m s", "s m m m m  m m m m  m m r s  m r r m s"),
        ["what is not there"] = ("s m m m m  m m m m  m m m s  m m m m s", "s m m m m  m m m m  m m m s  m m m m s", "s m m m m  m m m m  m m m s  m m m m s"),
        ["teach a run"] = /*  */
        ("s m m m m  o o m m  m o m s  m m m m s", "s m m m m  o o m m  m o m s  m m m m s", "s m m m m  m m m m  m m o s  m o o m s"),
        ["one of a run's requests"] = (
            "s m m m m  m m m m  m m m s  m m m m s",
            "s m m m m  m m m m  m m m s  m m m m s",
            "s m m m m  m m m m  m m m s  m m m m s"
        ),
        // A seat that is taken in the first run, and free in the others.
        ["a seat of a run"] = ("s m m m m  o o m m  m o m s  m m m m s", "s m m m m  m m m m  m m m s  m m m m s", "s m m m m  m m m m  m m m s  m m m m s"),
        ["all people"] = /*   */
        ("s m m m m  m m m m  o o o s  m m m o s", "s m m m m  m m m m  o o o s  m m m o s", "s m m m m  m m m m  o o o s  m m m o s"),
        ["a person"] = /*     */
        ("s m m m m  m m m m  o o o s  m m m o s", "s m m m m  m m m m  o o m s  m m m m s", "s m m m m  m m m m  m m o s  m m m o s"),
        ["the installation"] = ("s m m m m  m m m m  m o o s  m m m m s", "s m m m m  m m m m  m o o s  m m m m s", "s m m m m  m m m m  m o o s  m m m m s"),
    };

    /// <summary>The class of every address. One that is not here fails.</summary>
    public static readonly Dictionary<string, string> Addresses = new()
    {
        ["GET /health"] = "public",
        ["GET /build/{file}"] = "public",
        ["GET /"] = "public",
        ["GET /courses/{slug}"] = "public",
        ["GET /sitemap.xml"] = "public",
        ["GET /feed.xml"] = "public",
        ["GET /robots.txt"] = "public",
        ["GET /discretion"] = "public",
        ["GET /accessibility"] = "public",
        ["GET /sign-up"] = "public",
        ["POST /sign-up"] = "public",
        ["GET /confirm"] = "a mailed link",
        ["POST /confirm"] = "a mailed link",
        ["GET /sign-in"] = "public",
        ["POST /sign-in"] = "public",
        ["POST /sign-in/passkey/options"] = "public",
        ["POST /sign-in/passkey"] = "public",
        ["POST /sign-out"] = "public",
        ["GET /reset"] = "public",
        ["POST /reset"] = "public",
        ["GET /reset/choose"] = "a mailed link",
        ["POST /reset/choose"] = "public",
        ["GET /language"] = "public",
        ["GET /me"] = "mine",
        ["POST /me"] = "mine",
        ["POST /me/sessions/{id}/end"] = "one of mine",
        ["POST /me/passkeys/options"] = "mine",
        ["POST /me/passkeys"] = "mine",
        ["POST /me/passkeys/{id}/remove"] = "one of mine",
        ["GET /people"] = "all people",
        ["GET /people/{id}"] = "a person",
        ["POST /people/{id}/give"] = "a person",
        ["POST /people/{id}/take"] = "a person",
        ["POST /people/{id}/disable"] = "a person",
        ["POST /people/{id}/enable"] = "a person",
        ["GET /audit"] = "the installation",
        ["GET /courses/{slug}/enrol"] = "mine",
        ["POST /courses/{slug}/enrol"] = "mine",
        ["GET /learning"] = "mine",
        ["GET /c/{code}"] = "read a run",
        ["GET /c/{code}/l/{lesson}"] = "read a run",
        ["POST /c/{code}/l/{lesson}/done"] = "learn in a run",
        ["POST /c/{code}/l/{lesson}/bookmark"] = "learn in a run",
        ["POST /c/{code}/l/{lesson}/answers"] = "learn in a run",
        ["POST /c/{code}/l/{lesson}/hints"] = "learn in a run",
        ["GET /c/{code}/q/{quiz}"] = "read a run",
        ["POST /c/{code}/q/{quiz}/begin"] = "learn in a run",
        ["POST /c/{code}/q/{quiz}/hints"] = "learn in a run",
        ["POST /c/{code}/q/{quiz}/save"] = "learn in a run",
        ["POST /c/{code}/q/{quiz}/hand-in"] = "learn in a run",
        ["GET /c/{code}/case/{block}"] = "read a run",
        ["POST /c/{code}/case/{block}"] = "learn in a run",
        ["POST /c/{code}/case/{block}/withdraw"] = "somebody's reading",
        ["GET /c/{code}/case/{block}/file/{file}"] = "what is not there",
        ["POST /c/{code}/case/{block}/next"] = "learn in a run",
        ["POST /c/{code}/case/{block}/team/found"] = "somebody's reading",
        ["POST /c/{code}/case/{block}/team/join"] = "somebody's reading",
        ["POST /c/{code}/case/{block}/team/leave"] = "somebody's reading",
        ["GET /c/{code}/case/{block}/training"] = "somebody's reading",
        ["POST /c/{code}/case/{block}/training"] = "somebody's reading",
        ["POST /c/{code}/case/{block}/own"] = "somebody's reading",
        ["GET /c/{code}/case/{block}/read/{review}"] = "somebody's reading",
        ["POST /c/{code}/case/{block}/read/{review}"] = "somebody's reading",
        ["POST /c/{code}/case/{block}/rate/{review}"] = "somebody's reading",
        ["POST /c/{code}/case/{block}/again"] = "somebody's reading",
        ["POST /c/{code}/case/{block}/detach/{file}"] = "learn in a run",
        ["GET /c/{code}/cases"] = "teach a run",
        ["GET /c/{code}/cases/{copy}"] = "what is not there",
        ["GET /c/{code}/cases/{copy}/like/{other}"] = "what is not there",
        ["POST /c/{code}/cases/{copy}"] = "what is not there",
        ["POST /c/{code}/acts"] = "learn in a run",
        ["GET /c/{code}/f/{file}"] = "read a run",
        ["GET /c/{code}/choice"] = "learn in a run",
        ["POST /c/{code}/choice"] = "learn in a run",
        ["GET /c/{code}/place"] = "learn in a run",
        ["POST /c/{code}/place"] = "learn in a run",
        ["POST /c/{code}/view-as"] = "teach a run",
        ["POST /view-as/end"] = "mine",
        ["GET /me/calendar"] = "mine",
        ["POST /me/calendar/feed"] = "mine",
        ["POST /me/calendar/feed/end"] = "mine",
        ["GET /calendar/{secret}.ics"] = "a mailed link",
        ["GET /c/{code}/dates"] = "read a run",
        ["POST /c/{code}/dates/move"] = "learn in a run",
        ["POST /c/{code}/dates/ask"] = "learn in a run",
        ["GET /c/{code}/team/dates"] = "teach a run",
        ["POST /c/{code}/team/dates"] = "teach a run",
        ["POST /c/{code}/team/dates/moving"] = "teach a run",
        ["POST /c/{code}/team/extensions/{id}"] = "one of a run's requests",
        ["POST /c/{code}/team/allowances"] = "teach a run",
        ["GET /c/{code}/journal"] = "learn in a run",
        ["GET /c/{code}/journal.jsonl"] = "learn in a run",
        ["GET /c/{code}/result"] = "read a run",
        ["GET /c/{code}/questions"] = "teach a run",
        ["GET /c/{code}/regrade"] = "teach a run",
        ["POST /c/{code}/regrade"] = "teach a run",
        ["GET /c/{code}/gradebook"] = "teach a run",
        ["GET /c/{code}/gradebook.csv"] = "teach a run",
        ["GET /c/{code}/gradebook.xlsx"] = "teach a run",
        ["POST /c/{code}/gradebook/import"] = "teach a run",
        ["GET /c/{code}/gradebook/{seat}"] = "a seat of a run",
        ["POST /c/{code}/gradebook/{seat}"] = "a seat of a run",

        // Last: whoever was there has left.
        ["POST /c/{code}/leave"] = "learn in a run",
    };
}
