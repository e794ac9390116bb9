using BulkPush.Core.Notifications;
using BulkPush.Tests.Notifications;
using BulkPush.Tests.Support;
using BulkPush.Web.Components.Pages;
using Bunit;
using MudBlazor;

namespace BulkPush.Tests.Components.Notifications;

public sealed class NotificationTargetPageTests(PostgresFixture postgres) : NotificationPagesContext(postgres)
{
    [Fact]
    public async Task What_is_missing_is_said_at_its_field_and_nothing_is_saved()
    {
        var page = Open();
        foreach (var box in page.FindAll(".events input").Where(box => box.HasAttribute("checked")).Select(box => box.GetAttribute("data-testid")).ToList())
            await page.Find($"[data-testid={box}]").ChangeAsync(new() { Value = false });

        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("The target was not saved. Correct the marked fields and save again.", page.Markup, StringComparison.Ordinal));
        Assert.Contains("Give the target a name", page.Markup, StringComparison.Ordinal);
        Assert.Equal("true", page.Find("[data-testid=target-name]").GetAttribute("aria-invalid"));
        Assert.Equal("true", page.Find("[data-testid=target-addresses]").GetAttribute("aria-invalid"));
        Assert.NotEmpty(page.FindAll(".events + .mud-alert"));
        Assert.Empty(await Targets.ListAsync(Ct));
    }

    [Fact]
    public async Task A_receiver_that_is_not_public_is_refused()
    {
        var page = Open();
        await page.Find("[data-testid=kind-webhook]").ClickAsync();
        Fill(page, "target-name", "Screen");
        Fill(page, "target-url", "http://10.0.0.1/");

        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Equal("true", page.Find("[data-testid=target-url]").GetAttribute("aria-invalid")));
        Assert.Contains("Use https", page.Markup, StringComparison.Ordinal);
        Assert.Empty(await Targets.ListAsync(Ct));
    }

    [Fact]
    public async Task A_secret_is_shown_when_it_is_made_and_never_again()
    {
        var page = Open();
        await page.Find("[data-testid=kind-webhook]").ClickAsync();
        Fill(page, "target-name", "Screen");
        Fill(page, "target-url", "https://hooks.example.com/");

        await page.Find("form").SubmitAsync();

        var secret = page.WaitForElement("[data-testid=secret]").GetAttribute("value")!;
        Assert.True(secret.Length >= 32, "There is no secret in the field.");
        Assert.Contains("Copy it now: it is not shown again.", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("form"));
        var saved = Assert.Single(await Targets.ListAsync(Ct));
        var again = Open(saved.Id);
        Assert.DoesNotContain(secret, again.Markup, StringComparison.Ordinal);
        Assert.Empty(again.FindAll("[data-testid=new-secret]"));
    }

    [Fact]
    public async Task A_new_secret_is_made_only_by_whoever_says_yes()
    {
        var (target, _) = await Told.CreateAsync(NotificationScenario.Webhook("https://hooks.example.com/"));
        var dialogs = Render<MudDialogProvider>();
        var page = Open(target.Id);

        await AnswerAsync("answer-no");
        Assert.Empty(page.FindAll("[data-testid=new-secret]"));
        await AnswerAsync("answer-yes");

        Assert.NotEmpty(page.WaitForElement("[data-testid=secret]").GetAttribute("value")!);

        async Task AnswerAsync(string answer)
        {
            var rolling = page.InvokeAsync(() => page.Find("[data-testid=roll-secret]").ClickAsync());
            dialogs.WaitForElement("[data-testid=answer-yes]");
            await dialogs.InvokeAsync(() => dialogs.Find($"[data-testid={answer}]").ClickAsync());
            await rolling;
            dialogs.WaitForAssertion(() => Assert.Empty(dialogs.FindAll(".mud-dialog")));
        }
    }

    [Fact]
    public async Task Who_changed_a_target_meanwhile_is_named_and_nothing_of_theirs_is_lost()
    {
        var (target, _) = await Told.CreateAsync(NotificationScenario.Email("sam@example.com"));
        var page = Open(target.Id);
        var edit = NotificationScenario.Email("kim@example.com") with { Name = "Kim's", Revision = target.Revision };
        Assert.IsType<TargetSaveResult.Saved>(await Targets.UpdateAsync(target.Id, edit, "kim@example.com", Ct));
        Fill(page, "target-name", "Sam's");

        await page.Find("form").SubmitAsync();

        Assert.Contains("The target was not saved: kim@example.com has changed it meanwhile.", page.WaitForElement("[data-testid=load-failed]").TextContent, StringComparison.Ordinal);
        Assert.Equal("Kim's", (await Targets.FindAsync(target.Id, Ct))!.Name);
    }

    [Fact]
    public void A_target_for_mail_names_every_setting_that_a_mail_server_needs()
    {
        var warning = Open().Find("[data-testid=no-email]").TextContent;

        Assert.All(new[] { "Smtp:Host", "Smtp:From", "Smtp:User", "Smtp:Password", "docs/configuration.md" }, name => Assert.Contains(name, warning, StringComparison.Ordinal));
    }

    [Fact]
    public void A_target_that_is_not_there_is_said()
    {
        var page = Render<NotificationTargetPage>(parameters => parameters.Add(p => p.Id, Guid.CreateVersion7()));

        Assert.Contains("There is no such target", page.WaitForElement("[data-testid=empty-state]").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<NotificationTargetPage> Open(Guid? id = null)
    {
        var page = Render<NotificationTargetPage>(parameters => parameters.Add(p => p.Id, id));
        page.WaitForElement("form");
        return page;
    }

    private static void Fill(IRenderedComponent<NotificationTargetPage> page, string testId, string text) => page.WaitForElement($"[data-testid={testId}]").Change(text);
}
