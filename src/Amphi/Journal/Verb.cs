namespace Amphi.Journal;

/// <summary>What learners do, in xAPI's words; the numbers are stored and never change their meaning.</summary>
public enum Verb
{
    Registered = 1,
    Experienced = 2,
    Completed = 3,
    Played = 4,
    Answered = 5,
    Bookmarked = 6,
    Unbookmarked = 7,
    Exited = 8,
    Reopened = 9,
    Chose = 10,
    Asked = 20,
    Attempted = 21,
}

public static class Verbs
{
    /// <summary>The verb's identifier: ADL's vocabulary (IEEE 9274.1.1), the xAPI video profile, or the registry's.</summary>
    public static string Iri(this Verb verb) =>
        verb switch
        {
            Verb.Registered => "http://adlnet.gov/expapi/verbs/registered",
            Verb.Experienced => "http://adlnet.gov/expapi/verbs/experienced",
            Verb.Completed => "http://adlnet.gov/expapi/verbs/completed",
            Verb.Played => "https://w3id.org/xapi/video/verbs/played",
            Verb.Answered => "http://adlnet.gov/expapi/verbs/answered",
            Verb.Bookmarked => "http://id.tincanapi.com/verb/bookmarked",
            Verb.Unbookmarked => "http://id.tincanapi.com/verb/unbookmarked",
            Verb.Exited => "http://adlnet.gov/expapi/verbs/exited",
            Verb.Chose => "http://activitystrea.ms/schema/1.0/select",
            Verb.Asked => "http://adlnet.gov/expapi/verbs/asked",
            Verb.Attempted => "http://adlnet.gov/expapi/verbs/attempted",
            Verb.Reopened => "http://adlnet.gov/expapi/verbs/resumed",
            _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, "No such verb."),
        };
}
