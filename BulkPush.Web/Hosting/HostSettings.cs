using BulkPush.Core;
using Microsoft.Extensions.Options;

namespace BulkPush.Web.Hosting;

internal static class HostSettings
{
    /// <summary>The section BulkPush, read before there is a container, because what is registered depends on it.</summary>
    /// <exception cref="OptionsValidationException">A key is wrong.</exception>
    /// <exception cref="InvalidOperationException">A value is of another type (<see cref="UnreadableSetting"/>).</exception>
    public static BulkPushOptions ReadOptions(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(BulkPushOptions.SectionName).Get<BulkPushOptions>() ?? new BulkPushOptions();
        var validation = new BulkPushOptionsValidator().Validate(null, options);
        return validation.Failed
            ? throw new OptionsValidationException(BulkPushOptions.SectionName, typeof(BulkPushOptions), validation.Failures)
            : options;
    }
}
