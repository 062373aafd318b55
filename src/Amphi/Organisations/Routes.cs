using Amphi.Organisations.Passkeys;

namespace Amphi.Organisations;

public static class Routes
{
    public static void MapOrganisations(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/sign-up", SignUp.Ask).ForAnyone();
        pages.MapPost("/sign-up", SignUp.Make).ForAnyone();
        pages.MapGet("/confirm", SignUp.Confirm).ForAnyone();
        pages.MapPost("/confirm", SignUp.Confirmed).ForAnyone();
        pages.MapGet("/sign-in", SignIn.Ask).ForAnyone();
        pages.MapPost("/sign-in", SignIn.Enter).ForAnyone();
        pages.MapPost("/sign-in/passkey/options", SignInWithPasskey.Options).ForAnyone();
        pages.MapPost("/sign-in/passkey", SignInWithPasskey.Enter).ForAnyone();
        pages.MapPost("/sign-out", SignIn.Leave).ForAnyone();
        pages.MapGet("/reset", ResetPassword.Ask).ForAnyone();
        pages.MapPost("/reset", ResetPassword.Send).ForAnyone();
        pages.MapGet("/reset/choose", ResetPassword.Choose).ForAnyone();
        pages.MapPost("/reset/choose", ResetPassword.Chosen).ForAnyone();
        pages.MapGet("/language", SignIn.Speak).ForAnyone();

        pages.MapGet("/discretion", About.Discretion).ForAnyone();
        pages.MapGet("/accessibility", About.Accessibility).ForAnyone();

        pages.MapGet("/me", MyAccount.See).ForAnyoneSignedIn();
        pages.MapPost("/me", MyAccount.Change).ForAnyoneSignedIn();
        pages.MapPost("/me/passkeys/options", MyPasskeys.Options).ForAnyoneSignedIn();
        pages.MapPost("/me/passkeys", MyPasskeys.Add).ForAnyoneSignedIn();
        pages.MapPost("/me/passkeys/{id}/remove", MyPasskeys.Remove).ForAnyoneSignedIn();
        pages.MapPost("/me/sessions/{id}/end", MyAccount.EndSession).ForAnyoneSignedIn();
    }
}
