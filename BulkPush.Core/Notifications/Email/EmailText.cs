using System.Globalization;
using System.Net;
using System.Text;

namespace BulkPush.Core.Notifications.Email;

/// <summary>A notification in words: once as plain text, once as simple HTML.</summary>
internal sealed record EmailText(string Subject, string Plain, string Html)
{
    /// <param name="link">The push's page; null when the address of this installation is not known.</param>
    public static EmailText Of(NotificationDelivery delivery, string? link)
    {
        var (subject, lines) = delivery.Content switch
        {
            { Push: { } push } => (SubjectOf(delivery.Event, push), LinesOf(push)),
            { Breaker: { } breaker } => ($"BulkPush: the push to {breaker.StoreName} waits", LinesOf(breaker)),
            _ => ("BulkPush: this is a test", new List<Line> { new("Somebody tried whether notifications reach you. They do.") }),
        };
        if (link is not null)
        {
            lines.Add(new Line(link, LineKind.Link));
        }

        return new EmailText(subject, PlainOf(lines), HtmlOf(subject, lines));
    }

    private static string SubjectOf(NotificationEvent happened, PushNews push) => happened switch
    {
        NotificationEvent.Failed => "BulkPush: a push failed",
        NotificationEvent.Cancelled => "BulkPush: a push was cancelled",
        NotificationEvent.CompletedWithErrors when push.Failed > 0 => $"BulkPush: a push ended with {Count(push.Failed, "failed product")}",
        NotificationEvent.CompletedWithErrors => "BulkPush: a push ended with errors",
        _ => $"BulkPush: a push of {Count(push.Total, "product")} is done",
    };

    private static List<Line> LinesOf(PushNews push)
    {
        var lines = new List<Line>
        {
            new($"The push that {push.RequestedBy} started on {Moment(push.CreatedAt)} ended on {Moment(push.FinishedAt)}."),
        };
        if (push.Error is not null)
        {
            lines.Add(new Line(push.Error));
        }

        foreach (var store in push.Stores)
        {
            lines.Add(new Line($"{store.Name}: {store.Status}", LineKind.Heading));
            lines.Add(new Line(Figures(store)));
            if (store.Error is not null && push.Error is null)
            {
                lines.Add(new Line(store.Error));
            }

            lines.AddRange(store.Failures.Select(failure => new Line($"{failure.Title}: {failure.Message}", LineKind.Entry)));
            if (store.Failures.Count > 0 && store.Failed > store.Failures.Count)
            {
                lines.Add(new Line($"and {Count(store.Failed - store.Failures.Count, "more product")} that failed", LineKind.Entry));
            }
        }

        return lines;
    }

    private static List<Line> LinesOf(BreakerNews breaker) =>
    [
        new(breaker.Reason),
        new(breaker.NextProbeAt is { } at
            ? $"The store is tried again on {Moment(at)}; the push goes on when it answers. Other stores are not held up."
            : "The push to this store waits until somebody resumes it. Other stores are not held up."),
    ];

    private static string Figures(StoreNews store) => string.Join(", ", new[]
    {
        (store.Created, "created"), (store.Updated, "updated"), (store.Unchanged, "unchanged"), (store.Failed, "failed"), (store.Deferred, "deferred"), (store.Skipped, "left out"),
    }.Where(figure => figure.Item1 > 0).Select(figure => string.Create(CultureInfo.InvariantCulture, $"{figure.Item1:N0} {figure.Item2}")).DefaultIfEmpty("nothing was pushed"))
        + $" of {Count(store.Total, "product")}.";

    private static string PlainOf(List<Line> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(line.Kind switch { LineKind.Heading or LineKind.Link => "\n", LineKind.Entry => "- ", _ => "" }).Append(line.Text).Append('\n');
        }

        return text.ToString();
    }

    private static string HtmlOf(string subject, List<Line> lines)
    {
        var html = new StringBuilder($"<!doctype html><html><head><meta charset=\"utf-8\"><title>{Encode(subject)}</title></head><body style=\"font-family:sans-serif;line-height:1.5\">");
        foreach (var line in lines)
        {
            var text = Encode(line.Text);
            html.Append(line.Kind switch
            {
                LineKind.Heading => $"<h2 style=\"font-size:1.1em\">{text}</h2>",
                LineKind.Entry => $"<p style=\"margin:0 0 .4em 1em\">{text}</p>",
                LineKind.Link => $"<p><a href=\"{text}\">Open the push</a></p>",
                _ => $"<p>{text}</p>",
            });
        }

        return html.Append("</body></html>").ToString();
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy 'at' HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Count(int number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {noun}{(number == 1 ? "" : "s")}");

    private enum LineKind
    {
        Text,
        Heading,
        Entry,
        Link,
    }

    private sealed record Line(string Text, LineKind Kind = LineKind.Text);
}
