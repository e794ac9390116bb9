using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace BulkPush.Web.Api.Limits;

/// <summary>What one caller may ask of the API; configuration section <c>Api</c>.</summary>
internal sealed class ApiOptions
{
    public const string SectionName = "Api";

    /// <summary>Calls a minute that each caller may make in the long run; a burst of as many is let through at once.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Api:RequestsPerMinute must be between 1 and 1,000,000.")]
    public int RequestsPerMinute { get; set; } = 1200;

    /// <summary>Largest CSV that the import takes, in MiB.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Api:ImportLimitMegabytes must be between 1 and 1,000,000.")]
    public int ImportLimitMegabytes { get; set; } = 2048;

    public long ImportLimitBytes => ImportLimitMegabytes * 1024L * 1024L;
}

[OptionsValidator]
internal sealed partial class ApiOptionsValidator : IValidateOptions<ApiOptions>;
