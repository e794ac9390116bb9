using System.Collections.Concurrent;
using BulkPush.Core.Stores;

namespace BulkPush.Tests.Stores;

/// <summary>Shopify's side of the client-credentials grant: answers as told, else with a token of a day, numbered; and keeps who asked.</summary>
internal sealed class ScriptedGrant(TimeProvider clock) : ITokenGrant
{
    private readonly ConcurrentQueue<Func<Task<TokenOutcome>>> _answers = new();
    private readonly ConcurrentQueue<ClientCredentials> _asked = new();

    /// <summary>How long tokens live.</summary>
    public TimeSpan Life { get; set; } = TimeSpan.FromSeconds(86399);

    public IReadOnlyList<ClientCredentials> Asked => [.. _asked];

    /// <summary>What the next question is answered.</summary>
    public void Answers(TokenOutcome outcome) => Does(() => Task.FromResult(outcome));

    /// <summary>What is done before the next question is answered.</summary>
    public void Does(Func<Task<TokenOutcome>> answer) => _answers.Enqueue(answer);

    public TokenOutcome Token(string value) => new TokenOutcome.Usable(new AccessToken(value, clock.GetUtcNow(), clock.GetUtcNow() + Life));

    public Task<TokenOutcome> AskAsync(ClientCredentials credentials, CancellationToken cancellationToken)
    {
        _asked.Enqueue(credentials);
        return _answers.TryDequeue(out var answer) ? answer() : Task.FromResult(Token($"shpat_granted_{_asked.Count}"));
    }
}
