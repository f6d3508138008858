using System.Globalization;
using System.Text.Json;
using LlamaOrch.Contracts.Errors;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Hosting.Errors;

/// <summary>Our errors in the shape that OpenAI's clients turn into their exception types.</summary>
public static class OpenAiErrors
{
    /// <summary>
    /// Tells OpenAI's clients whether to try again by themselves, and when to the millisecond. Left to themselves they
    /// repeat every 409, 429 and 5xx, also those that can't succeed.
    /// </summary>
    public static void AddRetryHeaders(IHeaderDictionary headers, ErrorBody error)
    {
        headers["x-should-retry"] = error.Retriable ? "true" : "false";
        if (error.RetryAfterMs is long and > 0 and var delayMs)
            headers["retry-after-ms"] = delayMs.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Writes <c>{"error":{message,type,param,code,…}}</c>; what is ours beyond that shape comes last.
    /// </summary>
    public static void Write(Utf8JsonWriter json, ErrorBody error, int status)
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", error.Message);
        json.WriteString("type", status switch
        {
            429 => "rate_limit_error",
            >= 500 => "server_error",
            _ => "invalid_request_error",
        });
        json.WriteString("param", error.Field);
        json.WriteString("code", error.Code);
        json.WriteBoolean("retriable", error.Retriable);
        if (error.RetryAfterMs is long delayMs)
            json.WriteNumber("retry_after_ms", delayMs);
        if (error.PolicyLabel is string policy)
            json.WriteString("policy_label", policy);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
    }
}
