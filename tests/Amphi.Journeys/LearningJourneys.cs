using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Amphi.Journeys;

/// <summary>From the door to an answered question, as people do it: with a passkey, on two devices, without scripts, with keys alone, in a tunnel.</summary>
public sealed class LearningJourneys(Stage stage)
{
    private const string Quiz = "l13";

    [Fact]
    public async Task A_newcomer_signs_up_with_a_passkey_and_comes_back_with_it()
    {
        var page = await stage.Device();
        await WithVirtualKey(page);
        await page.GotoAsync("/sign-up?then=/courses/conduire-un-projet/enrol");
        await page.FillAsync("#name", "Nour Haddad");
        await page.FillAsync("#email", "nour@corvane.example");
        await Expect(page.Locator("#password")).ToBeHiddenAsync();
        await page.ClickAsync("form[action='/sign-up'] button");
        await stage.Confirm(page, "nour@corvane.example");

        await page.ClickAsync("[data-passkey-add] .btn >> nth=0");
        await page.WaitForURLAsync("**/courses/conduire-un-projet/enrol");

        await page.GotoAsync("/me");
        await page.ClickAsync("form[action='/sign-out'] button");
        await page.GotoAsync("/sign-in?then=/learning");
        await page.ClickAsync("[data-passkey-sign-in] button");
        await page.WaitForURLAsync("**/learning");
        await Expect(page.Locator(".idchip")).ToContainTextAsync("Nour");
    }

    [Fact]
    public async Task A_key_that_nobody_has_opens_nothing_and_says_so()
    {
        var page = await stage.Device();
        await WithVirtualKey(page);
        await page.GotoAsync("/sign-in");

        await page.ClickAsync("[data-passkey-sign-in] button");

        await Expect(page.Locator("[data-passkey-sign-in] [data-passkey-status]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Someone_enrols_discreetly_and_their_name_is_on_no_page_of_the_course()
    {
        var page = await stage.Device();
        await stage.SignUp(page, "Mirela Dorin", "mirela@corvane.example");

        var home = await Stage.Enrol(page, "discreet");

        foreach (var path in new[] { home, $"{home}/l/{Quiz}", $"{home}/place", $"{home}/journal" })
        {
            await page.GotoAsync(path);
            Assert.DoesNotContain("Mirela", await page.Locator("header").InnerTextAsync(), StringComparison.Ordinal);
            Assert.Equal("Amphi", await page.TitleAsync());
            await Expect(page.Locator(".idchip.seat")).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task Someone_enrols_under_their_name_answers_and_goes_on_with_a_second_device()
    {
        var page = await stage.Device();
        await stage.SignUp(page, "Tomas Riva", "tomas@corvane.example", "/courses/conduire-un-projet/enrol");
        var home = await Stage.Enrol(page, "named");
        await page.GotoAsync($"{home}/l/l11");
        await page.ClickAsync("form[action$='/done'] button");
        await page.GotoAsync($"{home}/l/{Quiz}");

        await page.CheckAsync("[name='q.q13b'] >> nth=1");
        await page.ClickAsync("[data-question=q13b] .q-do button");
        await Expect(page.Locator("[data-question=q13b]")).ToContainTextAsync("Trois suffisent");
        Assert.EndsWith($"/l/{Quiz}", page.Url);

        var phone = await stage.Device(width: 360);
        await Stage.SignIn(phone, "tomas@corvane.example", Stage.Password);
        await phone.GotoAsync(home);
        await phone.ClickAsync(".resume .btn");
        Assert.EndsWith($"/l/{Quiz}", phone.Url);
        await Expect(phone.Locator("[data-question=q13b]")).ToContainTextAsync("Trois suffisent");
    }

    [Fact]
    public async Task A_video_goes_on_where_it_was_on_another_device_and_what_was_seen_before_a_jump_back_counts()
    {
        var page = await stage.Device();
        var told = new List<string>();
        page.Request += (_, request) =>
        {
            if (request.Url.EndsWith("/acts", StringComparison.Ordinal))
                told.Add(request.PostData ?? "");
        };
        await stage.SignUp(page, "Pia Lund", "pia@corvane.example");
        var home = await Stage.Enrol(page, "named");
        await page.GotoAsync($"{home}/l/l11");

        // Plays for a while at the fastest speed; the beat of the heart is a few seconds of play.
        await page.EvaluateAsync(
            "async () => { const v = document.querySelector('video'); v.muted = true; v.currentTime = 10; v.playbackRate = 2; await v.play(); }"
        );
        await page.WaitForTimeoutAsync(2_500);
        await page.EvaluateAsync("() => (document.querySelector('video').currentTime = 8)");
        await page.WaitForTimeoutAsync(300);
        await page.EvaluateAsync("() => document.querySelector('video').pause()");
        await page.WaitForTimeoutAsync(500);
        var first = JsonDocument.Parse(told.First(act => act.Contains("played", StringComparison.Ordinal))).RootElement.GetProperty("played")[0];
        Assert.True(first[0].GetInt64() is >= 10_000 and < 11_000 && first[1].GetInt64() > 12_000, string.Join(' ', told));

        var again = await stage.Device(width: 360);
        await Stage.SignIn(again, "pia@corvane.example", Stage.Password);
        await again.GotoAsync($"{home}/l/l11");
        await again.WaitForFunctionAsync("() => document.querySelector('video').currentTime >= 8");
        await Expect(again.Locator("[data-lesson]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Without_scripts_people_enrol_read_answer_and_finish()
    {
        var page = await stage.Device(hasScripts: false);
        await stage.SignUp(page, "Ilse Maas", "ilse@corvane.example");
        var home = await Stage.Enrol(page, "discreet");

        await page.GotoAsync($"{home}/l/{Quiz}");
        await page.CheckAsync("[name='q.q13a'] >> nth=1");
        await page.ClickAsync("[data-question=q13a] .q-do button");
        await Expect(page.Locator("[data-question=q13a]")).ToContainTextAsync("Elle ferme une porte");
        await page.ClickAsync("form[action$='/done'] button");

        await page.GotoAsync($"{home}/l/{Quiz}");
        await Expect(page.Locator("[data-done]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task With_keys_alone_people_reach_a_lesson_and_answer()
    {
        var page = await stage.Device();
        await stage.SignUp(page, "Odin Brandt", "odin@corvane.example");
        var home = await Stage.Enrol(page, "named");
        await page.GotoAsync(home);

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator(".skip")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await TabTo(page, ".resume .btn");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/l/**");

        await page.GotoAsync($"{home}/l/{Quiz}");
        await TabTo(page, "[name='q.q13b']");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Space");
        await TabTo(page, "[data-question=q13b] .q-do button");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-question=q13b] .q-foot p").First).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("() => document.activeElement.matches('.q-foot')"), "The answer is not where the keyboard is.");
    }

    [Fact]
    public async Task An_answer_given_in_a_tunnel_is_kept_said_and_sent_when_there_is_light()
    {
        var page = await stage.Device();
        await stage.SignUp(page, "Yara Costa", "yara@corvane.example");
        var home = await Stage.Enrol(page, "discreet");
        await page.GotoAsync($"{home}/l/{Quiz}");
        await page.WaitForTimeoutAsync(300);

        await page.Context.SetOfflineAsync(true);
        await page.CheckAsync("[name='q.q13b'] >> nth=0");
        await page.ClickAsync("[data-question=q13b] .q-do button");
        await Expect(page.Locator("[data-connection]")).ToBeVisibleAsync();

        await page.Context.SetOfflineAsync(false);
        await Expect(page.Locator("[data-question=q13b] .q-foot")).ToContainTextAsync("Une liste de trente risques", new() { Timeout = 15_000 });
        await page.ReloadAsync();
        await Expect(page.Locator("[data-question=q13b] .q-foot")).ToContainTextAsync("Une liste de trente risques");
    }

    [Fact]
    public async Task A_teacher_views_the_course_as_a_learner_and_changes_nothing()
    {
        var page = await stage.Device();
        await Stage.SignIn(page, "teodora@montreval.example");
        var learner = await stage.Device();
        await Stage.SignIn(learner, "bo@corvane.example");
        var home = await Stage.Enrol(learner, "discreet");

        await page.GotoAsync(home);
        await page.ClickAsync("form[action$='/view-as'] button");
        await Expect(page.Locator(".viewing")).ToBeVisibleAsync();
        await page.GotoAsync($"{home}/l/{Quiz}");
        await page.ClickAsync("form[action$='/done'] button");
        await Expect(page.Locator("h1")).Not.ToHaveTextAsync("");
        await page.GotoAsync($"{home}/l/{Quiz}");
        await Expect(page.Locator("[data-done]")).ToHaveCountAsync(0);

        await page.ClickAsync(".viewing button");
        await Expect(page.Locator("form[action$='/view-as']")).ToBeVisibleAsync();
    }

    // A key in the device, with a person behind it who always agrees (WebDriver's virtual authenticator).
    private static async Task WithVirtualKey(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        await session.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new Dictionary<string, object>
            {
                ["options"] = JsonSerializer.SerializeToElement(
                    new
                    {
                        protocol = "ctap2",
                        transport = "internal",
                        hasResidentKey = true,
                        hasUserVerification = true,
                        isUserVerified = true,
                        automaticPresenceSimulation = true,
                    }
                ),
            }
        );
    }

    private static async Task TabTo(IPage page, string selector)
    {
        for (var presses = 0; presses < 120; presses++)
        {
            if (await page.EvaluateAsync<bool>("selector => document.activeElement?.matches(selector) ?? false", selector))
                return;
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"The keyboard does not reach {selector}.");
    }
}
