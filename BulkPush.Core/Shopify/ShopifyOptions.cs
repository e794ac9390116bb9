using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Shopify;

/// <summary>How BulkPush talks to Shopify; configuration section <c>Shopify</c>.</summary>
public sealed class ShopifyOptions
{
    public const string SectionName = "Shopify";

    /// <summary>Admin API version, for example <c>2026-07</c>. A retired one is answered by the oldest version that Shopify still supports.</summary>
    [Required, RegularExpression("^(20[0-9]{2}-(01|04|07|10)|unstable)$", ErrorMessage = "Shopify:ApiVersion must be a quarter such as 2026-07, or unstable.")]
    public string ApiVersion { get; set; } = "2026-07";

    /// <summary>What carries GraphQL calls. <see cref="ShopifyTransportKind.ShopifySharp"/> only in a build that has it.</summary>
    public ShopifyTransportKind Transport { get; set; }

    /// <summary>Lets a store's admin URL be a loopback address, also without TLS: for demo stores and other local Admin APIs.</summary>
    public bool AllowLoopback { get; set; }

    /// <summary>Longest wait for one answer. Shopify itself gives up after about ten seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ErrorMessage = "Shopify:RequestTimeout must be between 1 second and 5 minutes.")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait for a connection.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ErrorMessage = "Shopify:ConnectTimeout must be between 1 second and 1 minute.")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time that the transfer of a bulk operation's file may stand still; how long it takes as a whole is not limited.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "Shopify:TransferTimeout must be between 1 second and 10 minutes.")]
    public TimeSpan TransferTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Requests sent for one product before it is given up until the next push. Waits for Shopify's limit do not count.</summary>
    [Range(1, 20, ErrorMessage = "Shopify:MaxAttempts must be between 1 and 20.")]
    public int MaxAttempts { get; set; } = 5;

    /// <summary>Pause before the first repetition; doubled with each further one, up to <see cref="MaxBackOff"/>, with jitter.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00", ErrorMessage = "Shopify:BackOff must be between 1 millisecond and 1 minute.")]
    public TimeSpan BackOff { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest pause between two attempts, also when <c>Retry-After</c> asks for more.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00", ErrorMessage = "Shopify:MaxBackOff must be between 1 millisecond and 10 minutes.")]
    public TimeSpan MaxBackOff { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Times in a row that one product may be refused for lack of points before it is given up until the next push.</summary>
    [Range(1, 1000, ErrorMessage = "Shopify:MaxThrottles must be between 1 and 1000.")]
    public int MaxThrottles { get; set; } = 50;

    /// <summary>How long a store that has used up its daily new variants is sent none. Shopify does not say when its day ends; a whole day always suffices.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00", ErrorMessage = "Shopify:NewVariantsPause must be between 1 minute and 7 days.")]
    public TimeSpan NewVariantsPause { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Part of each store's cost points that BulkPush leaves to other traffic of the same app: it counts with a bucket and a restore rate that much
    /// smaller, so that others who keep to their part are never throttled because of it.
    /// </summary>
    [Range(0.0, 0.9, ErrorMessage = "Shopify:ReservedShare must be between 0 and 0.9.")]
    public double ReservedShare { get; set; }
}

[OptionsValidator]
internal sealed partial class ShopifyOptionsValidator : IValidateOptions<ShopifyOptions>;
