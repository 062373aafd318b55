using Amphi.Assessment.Cases;
using Amphi.Ground;
using Amphi.Organisations;
using Amphi.Tests.Theatre;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Amphi.Tests.Assessment.Cases;

/// <summary>Mail that reminds and stops by itself. The clock stands at Monday, nine o'clock; readers are waited for seven days.</summary>
public sealed class CaseMailTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Whoever_owes_readings_is_reminded_three_times_and_no_more(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferCase();
        using var amina = await amphi.LearnerOfCase("Amina");
        using var bo = await amphi.LearnerOfCase("Bo");
        await amina.HandIn(code, "Une");
        await bo.HandIn(code, "Deux");

        for (var day = 0; day < 30; day++)
            await amphi.ADay();

        var reminders = (await amphi.MailTo("amina")).Where(mail => mail.Subject == "Des copies attendent votre lecture").ToList();
        Assert.Equal(CaseReminder.Most, reminders.Count);
        Assert.All(reminders, mail => Assert.Contains("La fête", mail.TextBody, StringComparison.Ordinal));
        Assert.All(reminders, mail => Assert.Contains($"/c/{code}/case/k#read", mail.TextBody, StringComparison.Ordinal));
        Assert.Single(await amphi.MailTo("amina"), mail => mail.Subject == "Votre résultat est là");
    }

    [Fact]
    public async Task What_is_done_or_given_up_is_not_reminded_of()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.OfferCase();
        using var amina = await amphi.LearnerOfCase("Amina");
        using var bo = await amphi.LearnerOfCase("Bo");
        using var chloe = await amphi.LearnerOfCase("Chloe");
        using var dov = await amphi.LearnerOfCase("Dov");
        foreach (var learner in new[] { amina, bo, chloe, dov })
            await learner.HandIn(code, "Une copie");
        for (var n = 0; n < 2; n++)
            await amina.Send(await amina.TakeCopy(code), 1);
        await chloe.Submit($"/c/{code}/place", [], $"/c/{code}/leave");
        await dov.Submit($"/c/{code}/case/k", [], $"/c/{code}/case/k/withdraw");

        await amphi.ADay();
        await amphi.ADay();
        Assert.Equal("Votre propre lecture vous attend", Assert.Single(await amphi.MailTo("amina")).Subject);
        Assert.Equal("Des copies attendent votre lecture", Assert.Single(await amphi.MailTo("bo")).Subject);
        Assert.Empty(await amphi.MailTo("chloe"));

        using var back = await amphi.SignedIn("Amina");
        var own = await back.Submit($"/c/{code}/case/k", [], $"/c/{code}/case/k/own");
        await back.Send(own, 1);
        for (var day = 0; day < 5; day++)
            await amphi.ADay();
        Assert.Single(await amphi.MailTo("amina"), mail => mail.Subject == "Votre propre lecture vous attend");
        Assert.Empty(await amphi.MailTo("chloe"));
    }

    [Fact]
    public async Task A_lease_is_reminded_of_two_hours_before_it_ends_unless_the_reading_was_sent()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.OfferCase();
        using var amina = await amphi.LearnerOfCase("Amina");
        using var bo = await amphi.LearnerOfCase("Bo");
        await amina.HandIn(code, "Une");
        await bo.HandIn(code, "Deux");
        await amina.TakeCopy(code);
        await bo.Send(await bo.TakeCopy(code), 1);

        amphi.Clock.Pass(TimeSpan.FromHours(6));
        await amphi.DeliverAnnouncements();

        var lease = Assert.Single(await amphi.MailTo("amina"));
        Assert.Equal("Une lecture commencée vous attend", lease.Subject);
        Assert.Contains("18 h 00", lease.TextBody, StringComparison.Ordinal);
        Assert.Empty(await amphi.MailTo("bo"));
    }

    [Fact]
    public async Task A_discreet_learners_mail_says_nothing_of_the_course_the_seat_or_the_person()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.OfferCase();
        using var zinaida = await amphi.SignedIn("Zinaida");
        await zinaida.Enrol("discreet", CaseCast.Slug);
        using var bo = await amphi.LearnerOfCase("Bo");
        await zinaida.HandIn(code, "Une");
        await bo.HandIn(code, "Deux");
        for (var day = 0; day < 16; day++)
            await amphi.ADay();

        var mails = await amphi.MailTo("zinaida");

        Assert.True(mails.Count > 2);
        Assert.All(mails, mail => Assert.DoesNotContain(Traces(code), trace => Whole(mail).Contains(trace, StringComparison.Ordinal)));
        Assert.Contains(Traces(code), trace => Whole((amphi.MailTo("bo").Result)[0]).Contains(trace, StringComparison.Ordinal));
        // No row that waits holds the address beside what was learned.
        Assert.False(await amphi.With<Database, bool>(db => db.Announcements.AnyAsync(one => one.Body.Contains("zinaida@"))));
    }

    [Fact]
    public async Task An_appeal_that_is_answered_is_told_in_the_learners_language()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.OfferCase("patience: 1d\npromise: 1d");
        using var amina = await amphi.LearnerOfCase("Amina");
        await amina.HandIn(code, "Seule");
        await amphi.With<Database, int>(db => db.People.ExecuteUpdateAsync(set => set.SetProperty(one => one.Language, "en")));
        await amphi.ADay();
        using var back = await amphi.SignedIn("Amina");
        await back.Submit($"/c/{code}/case/k", [("why", "Relisez.")], $"/c/{code}/case/k/again");
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);
        var queue = await teodora.Visit($"/c/{code}/cases");
        var marking = await teodora.Visit(queue.Find("tbody a")!.GetAttribute("href")!);
        await teodora.Submit(marking, [("l.ka", "1"), ("answer", "Relu."), ("do", "mark")], marking.Path);
        await amphi.DeliverAnnouncements();

        Assert.Equal(["The team has answered you", "Your result is there"], (await amphi.MailTo("amina")).Select(mail => mail.Subject).Order());
    }

    private static string Whole(MimeMessage mail) => $"{mail.Headers}\n{mail.Subject}\n{mail.TextBody}";

    private static string[] Traces(string code) => [code, "La fête", "Études de cas", "Place", "Zinaida"];
}
