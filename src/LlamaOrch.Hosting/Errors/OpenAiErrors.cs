using System.Text.Json;
using LlamaOrch.Contracts.Errors;

namespace LlamaOrch.Hosting.Errors;

/// <summary>Our errors in the shape that OpenAI's clients turn into their exception types.</summary>
public static class OpenAiErrors
{
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
