using System.Diagnostics.CodeAnalysis;
using MimeKit;

namespace Amphi.Organisations;

/// <summary>An address that mail can be sent to, as its owner typed it.</summary>
public readonly record struct EmailAddress
{
    private readonly string? _address;

    private EmailAddress(string address) => _address = address;

    /// <summary>Addresses that differ only in case are one person's.</summary>
    public string Folded => ToString().ToLowerInvariant();

    public static bool TryParse([NotNullWhen(true)] string? typed, out EmailAddress address)
    {
        var trimmed = typed?.Trim();
        var isAddress =
            trimmed is { Length: > 2 and <= 254 }
            && !trimmed.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            && MailboxAddress.TryParse(trimmed, out var mailbox)
            && mailbox.Address == trimmed
            && trimmed.IndexOf('@') > 0
            && trimmed.IndexOf('.', trimmed.IndexOf('@')) > 0;
        address = isAddress ? new EmailAddress(trimmed!) : default;
        return isAddress;
    }

    public override string ToString() => _address ?? "";
}
