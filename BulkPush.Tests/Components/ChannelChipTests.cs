using BulkPush.Core.Catalog;
using BulkPush.Web.Components.Products;
using Bunit;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace BulkPush.Tests.Components;

public sealed class ChannelChipTests : MudContext
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(ChannelPushState.UpToDate, "North: in sync")]
    [InlineData(ChannelPushState.Changed, "North: changed")]
    [InlineData(ChannelPushState.Failed, "North: failed")]
    [InlineData(ChannelPushState.NeverPushed, "North: new")]
    [InlineData(ChannelPushState.Inactive, "North: off")]
    public void Says_store_and_state_in_words_beside_icon_and_colour(ChannelPushState state, string text)
    {
        var cut = Chip(new ChannelRow(Guid.Empty, "North", state, null, At, null, null, null));

        var chip = cut.Find("[data-testid=channel-chip]");
        Assert.Equal(text, chip.TextContent.Trim());
        Assert.NotEmpty(chip.QuerySelectorAll("svg"));
        Assert.NotNull(chip.QuerySelector("[class*=tone-]"));
    }

    [Fact]
    public async Task Tells_the_last_push_and_the_last_error_when_pointed_at()
    {
        var popovers = Render<MudPopoverProvider>();
        var cut = Chip(new ChannelRow(Guid.Empty, "North", ChannelPushState.Failed, "gid://shopify/Product/1", At, "TAKEN", "Handle is taken", At.AddMinutes(4)));

        await cut.Find(".mud-tooltip-root").TriggerEventAsync("onpointerenter", new PointerEventArgs());

        popovers.WaitForAssertion(() =>
        {
            Assert.Contains("Last pushed 2 Mar 2026, 08:00", popovers.Markup, StringComparison.Ordinal);
            Assert.Contains("Handle is taken", popovers.Markup, StringComparison.Ordinal);
        });
    }

    private IRenderedComponent<ChannelChip> Chip(ChannelRow channel) => Render<ChannelChip>(p => p.Add(x => x.Channel, channel));
}
