using System.Reflection;
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
            return await ExplainAsync(Sentences(exception));
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            return await ExplainAsync(exception.InnerExceptions.Cast<OptionsValidationException>().SelectMany(Sentences));
        }
        catch (InvalidOperationException exception) when (UnreadableSetting.Is(exception))
        {
            return await ExplainAsync([UnreadableSetting.Sentence(exception)]);
        }
        catch (Exception exception) when (exception is StartUpException or EmbeddedPostgresException)
        {
            return await ExplainAsync([exception.Message]);
        }
    }

    private static async Task<int> ExplainAsync(IEnumerable<string> sentences)
    {
        foreach (var sentence in sentences.Distinct())
            await Console.Error.WriteLineAsync(sentence);
        return 1;
    }

    /// <summary>A validation attribute names the property; people need the key.</summary>
    private static IEnumerable<string> Sentences(OptionsValidationException exception)
    {
        var section = exception.OptionsType.GetField("SectionName", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string;
        return exception.Failures.Select(failure =>
        {
            // What validates puts the name of a class in front of our sentence, which begins with the key.
            var begins = section is null ? 0 : failure.IndexOf(section + ":", StringComparison.Ordinal);
            return begins >= 0 ? failure[begins..] : $"{section}:{failure}";
        });
    }
}
