namespace BulkPush.Web.Components.Shared;

/// <summary>What an operator is asked before something is done that cannot be taken back.</summary>
/// <param name="Text">What follows from it.</param>
/// <param name="Yes">What is done, as a button says it.</param>
/// <param name="No">What stays as it is, as a button says it.</param>
public sealed record Question(string Title, string Text, string Yes, string No);
