namespace BulkPush.Core.Pushing;

/// <summary>
/// This process no longer holds the push: it was paused or cut off, and another one took over. Whatever it knows must not be written.
/// </summary>
internal sealed class StorePushLostException(Guid storePushId) : Exception($"Store push {storePushId} is held by another firing.");
