namespace BulkPush.Core.Pushing;

/// <summary>A push has stopped, everything is saved, and another push of its store goes first.</summary>
internal sealed class StorePushGivesWayException(Guid storePushId) : Exception($"Store push {storePushId} gives way to another one.");
