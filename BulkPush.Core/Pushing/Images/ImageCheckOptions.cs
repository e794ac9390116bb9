using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Pushing.Images;

/// <summary>When and how the state of sent images is read back from stores. Section <c>ImageChecks</c>.</summary>
public sealed class ImageCheckOptions
{
    public const string SectionName = "ImageChecks";

    /// <summary>How long after a push an image is looked at first. Shopify fetches most within seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "ImageChecks:Delay must be between 0 and 1 day.")]
    public TimeSpan Delay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Pause before an image that is still being processed is looked at again; doubled each time, up to an hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "ImageChecks:Retry must be between 1 second and 1 hour.")]
    public TimeSpan Retry { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often an image is looked at before it is left alone, although Shopify has not said what became of it.</summary>
    [Range(1, 100, ErrorMessage = "ImageChecks:MaxChecks must be between 1 and 100.")]
    public int MaxChecks { get; set; } = 12;

    /// <summary>How often a worker looks for images to read back.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "ImageChecks:Interval must be between 1 second and 1 hour.")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Products whose images are read with one call.</summary>
    [Range(1, 250, ErrorMessage = "ImageChecks:Batch must be between 1 and 250.")]
    public int Batch { get; set; } = 50;
}

[OptionsValidator]
internal sealed partial class ImageCheckOptionsValidator : IValidateOptions<ImageCheckOptions>;
