using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amphi.Tests.Theatre;

namespace Amphi.Tests.Organisations;

public sealed class MailTests
{
    [Fact]
    public async Task Mail_reaches_a_real_SMTP_server_and_its_envelope_says_nothing_of_a_course()
    {
        Assert.SkipUnless(Directory.Exists("/usr/lib/python3/dist-packages/aiosmtpd"), "There is no SMTP server: apt-get install python3-aiosmtpd");
        var box = Directory.CreateTempSubdirectory("amphi-mailbox-").FullName;
        Directory.Delete(box);
        var port = FreePort();
        using var server = Process.Start(
            new ProcessStartInfo("/usr/bin/python3", ["-m", "aiosmtpd", "-n", "-l", $"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Mailbox", box])
        )!;
        try
        {
            await Listening(port);
            await using var amphi = await Amphitheatre.Open(Engines.Sqlite, ("SMTP", $"smtp://127.0.0.1:{port}"));
            await amphi.Invite("Ines", Amphi.Organisations.Role.Administrator);
            using var browser = amphi.NewBrowser();
            await browser.Submit(
                "/sign-up",
                [("name", "Nour"), ("email", "nour@school.example"), ("password", "une phrase assez longue"), ("with", "password")]
            );
            await amphi.DeliverAnnouncements();

            var mail = await File.ReadAllTextAsync(await Arrived(box), TestContext.Current.CancellationToken);
            Assert.Contains("To: nour@school.example", mail, StringComparison.Ordinal);
            Assert.Contains("Auto-Submitted: auto-generated", mail, StringComparison.Ordinal);
            Assert.Contains("@amphi", mail, StringComparison.Ordinal);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(TestContext.Current.CancellationToken);
            Directory.Delete(box, recursive: true);
        }
    }

    private static async Task<string> Arrived(string box)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            var mails = Directory.Exists(Path.Combine(box, "new")) ? Directory.GetFiles(Path.Combine(box, "new")) : [];
            if (mails.Length > 0)
                return mails[0];
            await Task.Delay(100);
        }

        throw new InvalidOperationException("No mail arrived.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task Listening(int port)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }

        throw new InvalidOperationException("The mail server does not answer.");
    }
}
