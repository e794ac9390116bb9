namespace BulkPush.Web.Hosting;

/// <summary>The process cannot start; the message is the one sentence that people need.</summary>
internal sealed class StartUpException(string message, Exception? inner = null) : Exception(message, inner);
