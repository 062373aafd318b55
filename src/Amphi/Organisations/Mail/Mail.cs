using System.Security.Cryptography;
using System.Text;
using Amphi.Ground;
using Amphi.Look;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Amphi.Organisations.Mail;

/// <summary>A mail to send: a template of the language files (<c>mail.{template}.subject</c>, <c>.body</c>), its values, and to whom.</summary>
/// <param name="Event">What it tells; the same event to the same recipient is the same message.</param>
public sealed record MailRequested(string Event, string Recipient, string Language, string Template, IReadOnlyList<string> Values) : IAnnouncement
{
    public static string Kind => "mail.requested";
}

/// <summary>Carries mail: by SMTP, or as files in a folder when no server is set.</summary>
public interface IPostman
{
    Task Carry(MimeMessage message, CancellationToken cancel);
}

/// <summary>Writes the mail in the reader's language and hands it to the postman.</summary>
public sealed class SendMail(IPostman postman, Keys keys, Settings settings) : IListener<MailRequested>
{
    public async Task Hear(MailRequested announcement, CancellationToken cancel)
    {
        var words = Words.In(announcement.Language);
        var values = announcement.Values.Cast<object?>().ToArray();
        var message = new MimeMessage
        {
            Subject = words[$"mail.{announcement.Template}.subject"],
            MessageId = MessageId(announcement),
            Body = new TextPart("plain") { Text = words.Say($"mail.{announcement.Template}.body", values) },
        };
        message.From.Add(MailboxAddress.Parse(settings[MailSettings.From]));
        message.To.Add(MailboxAddress.Parse(announcement.Recipient));
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        await postman.Carry(message, cancel);
    }

    // The same event and recipient give the same id, so that a mail sent twice after a crash is seen as one.
    private string MessageId(MailRequested announcement)
    {
        var hash = HMACSHA256.HashData(keys.Named("mail"), Encoding.UTF8.GetBytes($"{announcement.Event}\n{announcement.Recipient}"));
        return $"{Convert.ToHexStringLower(hash.AsSpan(0, 16))}@amphi";
    }
}

/// <summary>A folder of <c>.eml</c> files, which every mail program opens.</summary>
public sealed class FolderPostman(string folder) : IPostman
{
    public async Task Carry(MimeMessage message, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        var letter = Path.Combine(folder, $"{message.MessageId!.Split('@')[0]}.eml");

        // Whole under its name, or not there: others read this folder.
        await message.WriteToAsync(letter + ".part", cancel);
        File.Move(letter + ".part", letter, overwrite: true);
    }
}

/// <summary>An SMTP server (RFC 5321), over TLS unless it is on this machine.</summary>
public sealed class SmtpPostman(Uri server) : IPostman
{
    public async Task Carry(MimeMessage message, CancellationToken cancel)
    {
        using var client = new SmtpClient();
        var security =
            server.Scheme == "smtps" ? SecureSocketOptions.SslOnConnect
            : server.IsLoopback ? SecureSocketOptions.StartTlsWhenAvailable
            : SecureSocketOptions.StartTls;
        await client.ConnectAsync(server.Host, server.Port > 0 ? server.Port : 587, security, cancel);
        if (server.UserInfo.Split(':') is [var user, var password])
            await client.AuthenticateAsync(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password), cancel);
        await client.SendAsync(message, cancel);
        await client.DisconnectAsync(quit: true, cancel);
    }
}

public static class MailSettings
{
    public static readonly Setting Server = new(
        "SMTP",
        "",
        "where mail is handed over; empty writes .eml files into the data folder",
        value =>
            value.Length == 0 || (Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "smtp" or "smtps")
                ? null
                : "type smtp://user:password@host:587"
    );

    public static readonly Setting From = new(
        "MAIL_FROM",
        "Amphi <amphi@localhost>",
        "who mail is from",
        value => MailboxAddress.TryParse(value, out _) ? null : "type a name and an address, such as Amphi <amphi@example.org>"
    );

    public static readonly Setting Url = new(
        "URL",
        "",
        "the address people reach this site at, for links in mail; empty takes the first it listens on",
        Setting.Address
    );
}
