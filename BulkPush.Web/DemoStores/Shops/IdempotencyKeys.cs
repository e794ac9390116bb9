namespace BulkPush.Web.DemoStores.Shops;

/// <summary>Answers that were given under an idempotency key, for 24 hours each. The shop's lock guards it.</summary>
internal sealed class IdempotencyKeys
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private readonly OrderedDictionary<string, KeptAnswer> _answers = new(StringComparer.Ordinal);

    public KeptAnswer? Find(string key, DateTimeOffset now) =>
        _answers.TryGetValue(key, out var answer) && answer.At + Kept > now ? answer : null;

    public void Remember(string key, string fingerprint, object answer, DateTimeOffset now)
    {
        while (_answers.Count > 0 && _answers.GetAt(0).Value.At + Kept <= now) _answers.RemoveAt(0);
        _answers.Remove(key);
        _answers.Add(key, new KeptAnswer(fingerprint, answer, now));
    }

    public void Clear() => _answers.Clear();
}

/// <param name="Fingerprint">What was asked; the same key with another question is refused.</param>
internal sealed record KeptAnswer(string Fingerprint, object Answer, DateTimeOffset At);
