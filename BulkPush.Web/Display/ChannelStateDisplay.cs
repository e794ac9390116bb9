using BulkPush.Core.Catalog;
using MudBlazor;

namespace BulkPush.Web.Display;

/// <summary>How a product's place in a store is shown.</summary>
public static class ChannelStateDisplay
{
    public static StateDisplay For(ChannelPushState state) => state switch
    {
        ChannelPushState.Inactive => new(Icons.Material.Rounded.PauseCircleOutline, Color.Default, "Inactive"),
        ChannelPushState.NeverPushed => new(Icons.Material.Rounded.RadioButtonUnchecked, Color.Info, "Not pushed yet"),
        ChannelPushState.Changed => new(Icons.Material.Rounded.Sync, Color.Warning, "Changed"),
        ChannelPushState.UpToDate => new(Icons.Material.Rounded.CheckCircle, Color.Success, "Up to date"),
        ChannelPushState.Failed => new(Icons.Material.Rounded.Error, Color.Error, "Failed"),
        ChannelPushState.Deferred => new(Icons.Material.Rounded.HourglassTop, Color.Info, "Waits for Shopify's limit"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>A channel in a list: what is wrong although its push went well counts too.</summary>
    public static StateDisplay For(ChannelRow channel) => channel is { State: ChannelPushState.UpToDate } && (channel.FailedImages > 0 || PublishText.Missing(channel.Publication) is not null)
        ? For(channel.State) with { Icon = Icons.Material.Rounded.Warning, Color = Color.Warning }
        : For(channel.State);

    /// <summary>"North: in sync, 2 images failed".</summary>
    public static string Short(ChannelRow channel)
    {
        var text = $"{channel.StoreName}: {Word(channel.State)}";
        if (channel.FailedImages > 0)
            text += $", {Amounts.Of(channel.FailedImages, "image")} failed";
        return text;
    }

    /// <summary>One word for a chip that names the store too.</summary>
    public static string Word(ChannelPushState state) => state switch
    {
        ChannelPushState.Inactive => "off",
        ChannelPushState.NeverPushed => "new",
        ChannelPushState.Changed => "changed",
        ChannelPushState.UpToDate => "in sync",
        ChannelPushState.Failed => "failed",
        ChannelPushState.Deferred => "waits",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>What the chip's tooltip says, one sentence a line: the state, the last push, the last error.</summary>
    public static IReadOnlyList<string> Explain(ChannelRow channel, TimeZoneInfo zone)
    {
        var lines = new List<string>
        {
            channel.State switch
            {
                ChannelPushState.Inactive => $"Switched off for {channel.StoreName}: pushes leave it alone.",
                ChannelPushState.NeverPushed => $"{channel.StoreName} does not have it yet: the next push creates it.",
                ChannelPushState.Changed => $"Changed since the last push to {channel.StoreName}: the next push updates it.",
                ChannelPushState.UpToDate => $"{channel.StoreName} has the newest state.",
                ChannelPushState.Failed => $"The last push to {channel.StoreName} failed: the next push tries again.",
                ChannelPushState.Deferred => Waits(channel, zone),
                _ => throw new ArgumentOutOfRangeException(nameof(channel), channel.State, null),
            },
        };
        if (channel.PushedAt is { } pushed)
            lines.Add($"Last pushed {Moments.Exact(pushed, zone)}.");
        lines.AddRange(ImageFailureText.For(channel.ImageFailures));
        if (PublishText.Missing(channel.Publication) is { } missing)
            lines.Add(missing);
        if (channel.LastErrorMessage is { Length: > 0 } message)
            lines.Add(channel.LastErrorAt is { } at ? $"Error of {Moments.Exact(at, zone)}: {message}" : $"Error: {message}");
        return lines;
    }

    /// <summary>Why a deferred product waits, until when, and what ends the wait.</summary>
    public static string Waits(ChannelRow channel, TimeZoneInfo zone) =>
        $"Shopify lets {channel.StoreName} add no more variants before {(channel.DeferredUntil is { } until ? Moments.Exact(until, zone) : "a date to come")}. "
        + "The first push after that sends the product.";
}
