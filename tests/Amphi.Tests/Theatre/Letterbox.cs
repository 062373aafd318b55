using MimeKit;

namespace Amphi.Tests.Theatre;

/// <summary>What the house has written to people, read where it leaves mail without a server.</summary>
internal static class Letterbox
{
    public static async Task<List<MimeMessage>> MailTo(this Amphitheatre amphi, string name)
    {
        var folder = Path.Combine(amphi.Folder, "mail");
        var mails = new List<MimeMessage>();
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.eml") : [])
            if (await MimeMessage.LoadAsync(file) is var mail && mail.To.ToString().Contains($"{name}@", StringComparison.Ordinal))
                mails.Add(mail);
        return mails;
    }

    /// <summary>A day passes, and what is due in it is delivered.</summary>
    public static Task ADay(this Amphitheatre amphi)
    {
        amphi.Clock.Pass(TimeSpan.FromDays(1));
        return amphi.DeliverAnnouncements();
    }
}
