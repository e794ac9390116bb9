using BulkPush.Core.Persistence.Embedded;
using Microsoft.Extensions.Options;

namespace BulkPush.Web.Hosting;

/// <summary>Turns what is wrong with a set-up into sentences on standard error and exit code 1; anything else is a bug and keeps its stack trace.</summary>
internal static class StartUp
{
    public static async Task<int> RunAsync(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (OptionsValidationException exception)
        {
            foreach (var failure in exception.Failures)
                await Console.Error.WriteLineAsync(failure);
        }
        catch (Exception exception) when (exception is StartUpException or EmbeddedPostgresException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
        }

        return 1;
    }
}
