using Microsoft.AspNetCore.Identity;

namespace Amphi.Organisations.Passkeys;

/// <summary>What Amphi asks of a passkey (WebAuthn level 3), whatever a release of Identity takes for granted.</summary>
internal static class PasskeyRules
{
    public static void Apply(IdentityPasskeyOptions options)
    {
        // The device asks for a finger, a face or a code: holding it is not enough.
        options.UserVerificationRequirement = "required";

        // Signing in asks for no address, so the key itself must know whose it is.
        options.ResidentKeyRequirement = "required";
    }
}
