using BulkPush.Core.Jobs;
using BulkPush.Web.Components.Pushes;
using BulkPush.Web.Display;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace BulkPush.Tests.Components;

public sealed class BusyDialogTests : MudContext
{
    private static readonly BusyStore North = new(Guid.CreateVersion7(), "North", Guid.CreateVersion7(), "kim@example.com", 120, 3_000, 0);
    private static readonly BusyStore South = new(Guid.CreateVersion7(), "South", Guid.CreateVersion7(), "sam@example.com", 0, 1, 2);

    private Task<WhenBusy?> _answer = Task.FromResult<WhenBusy?>(null);

    [Fact]
    public void A_small_push_may_queue_or_go_first_and_is_told_what_that_means()
    {
        var dialog = Ask(mayGoAhead: true, North);

        Assert.Equal("North is busy", dialog.Find("h2").TextContent);
        Assert.Equal(["Cancel", "Go first", "Queue behind it"], Buttons(dialog));
        Assert.Contains("A push by kim@example.com is there: 120 of 3,000 products done.", dialog.Find("[data-testid=busy-store]").TextContent, StringComparison.Ordinal);
        Assert.Equal(PageAddress.Job(North.JobId), dialog.Find("[data-testid=busy-watch]").GetAttribute("href"));
        Assert.Contains("the other push makes way and goes on afterwards", dialog.Find("[data-testid=busy-explanation]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_push_may_only_queue_and_is_told_why()
    {
        var dialog = Ask(mayGoAhead: false, North);

        Assert.Equal(["Cancel", "Queue behind it"], Buttons(dialog));
        Assert.Contains("It is too large to go first.", dialog.Find("[data-testid=busy-explanation]").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("makes way", dialog.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_busy_stores_are_named_each_with_its_push()
    {
        var dialog = Ask(mayGoAhead: false, North, South);

        Assert.Equal("2 stores are busy", dialog.Find("h2").TextContent);
        Assert.Equal(["North", "South"], dialog.FindAll("[data-testid=busy-store] b").Select(name => name.TextContent));
        Assert.Contains("2 more wait behind it.", dialog.FindAll("[data-testid=busy-store]")[1].TextContent, StringComparison.Ordinal);
        Assert.Equal(["Watch it: the push in North", "Watch it: the push in South"], dialog.FindAll("[data-testid=busy-watch]").Select(link => link.GetAttribute("aria-label")));
        Assert.Equal(["Cancel", "Queue behind them"], Buttons(dialog));
    }

    [Theory]
    [InlineData("Cancel", null)]
    [InlineData("Go first", WhenBusy.Ahead)]
    [InlineData("Queue behind it", WhenBusy.Queue)]
    public async Task Each_button_is_the_answer_that_it_names(string button, WhenBusy? expected)
    {
        var dialog = Ask(mayGoAhead: true, North);

        await dialog.InvokeAsync(() => dialog.FindAll(".mud-dialog-actions button").Single(b => b.TextContent.Trim() == button).ClickAsync());

        Assert.Equal(expected, await _answer);
    }

    private IRenderedComponent<MudDialogProvider> Ask(bool mayGoAhead, params BusyStore[] stores)
    {
        var provider = Render<MudDialogProvider>();
        _answer = provider.InvokeAsync(() => BusyDialog.AskAsync(Services.GetRequiredService<IDialogService>(), stores, mayGoAhead));
        provider.WaitForElement("[data-testid=busy-queue]");
        return provider;
    }

    private static IEnumerable<string> Buttons(IRenderedComponent<MudDialogProvider> dialog) =>
        dialog.FindAll(".mud-dialog-actions button").Select(button => button.TextContent.Trim());
}
