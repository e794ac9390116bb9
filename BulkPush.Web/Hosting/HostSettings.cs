using BulkPush.Core;
using Microsoft.Extensions.Options;

namespace BulkPush.Web.Hosting;

internal static class HostSettings
{
    /// <summary>The section BulkPush, read before there is a container, because what is registered depends on it.</summary>
    /// <exception cref="OptionsValidationException">A key is wrong.</exception>
    /// <exception cref="StartUpException">A value is of another type.</exception>
    public static BulkPushOptions ReadOptions(this WebApplicationBuilder builder)
    {
        BulkPushOptions options;
        try
        {
            options = builder.Configuration.GetSection(BulkPushOptions.SectionName).Get<BulkPushOptions>() ?? new BulkPushOptions();
        }
        catch (InvalidOperationException exception)
        {
            // The binder's message names the key and its value.
            throw new StartUpException(exception.Message, exception);
        }

        var validation = new BulkPushOptionsValidator().Validate(null, options);
        return validation.Failed
            ? throw new OptionsValidationException(BulkPushOptions.SectionName, typeof(BulkPushOptions), validation.Failures)
            : options;
    }
}
