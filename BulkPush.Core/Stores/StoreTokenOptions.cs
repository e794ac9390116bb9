using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Stores;

/// <summary>How tokens that Shopify grants for a time are kept; part of the section <c>Shopify</c>.</summary>
public sealed class StoreTokenOptions
{
    public const string SectionName = "Shopify";

    /// <summary>How long before its end a token is replaced. Of a token that lives less than twice as long, half the life.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "12:00:00", ErrorMessage = "Shopify:TokenRenewalMargin must be between 0 and 12 hours.")]
    public TimeSpan TokenRenewalMargin { get; set; } = TimeSpan.FromMinutes(10);
}

[OptionsValidator]
internal sealed partial class StoreTokenOptionsValidator : IValidateOptions<StoreTokenOptions>;
